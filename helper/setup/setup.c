/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "helper/setup/setup.h"

#include <string.h>

#define N_ROWS(table) (sizeof(table) / sizeof((table)[0]))

/* How -p and a name of the profile's own stand in the lines. */
#define P    "@( -p @PROFILE@@)"
#define DASH "@(-@PROFILE@@)"

#define ANY_HOST (SETUP_WILDCARD | SETUP_PORT | SETUP_IPV6)
#define ONE_HOST (SETUP_PORT | SETUP_IPV6)

/* clang-format off */
static const struct setup_step git_steps[] = {
    /* The empty value takes away the helpers configured before: git would hand
       them the token. */
    { "git config --global --get-all 'credential.https://@HOST@.helper'",
      "", "\nwalr" P "\n",
      "git config --global --replace-all 'credential.https://@HOST@.helper' ''\n"
      "git config --global --add 'credential.https://@HOST@.helper' 'walr" P "'\n",
      "git config --global --unset-all 'credential.https://@HOST@.helper'", false },
    { "git config --global --get-all 'http.https://@HOST@.postBuffer'",
      "", "524288000\n",
      "# git 2.46 to 2.53 push more than this without the token\n"
      "git config --global 'http.https://@HOST@.postBuffer' 524288000\n",
      "git config --global --unset-all 'http.https://@HOST@.postBuffer'", true },
};

static const struct setup_step go_steps[] = {
    { "go env GOAUTH", "netrc\n", "netrc; walr-cred helper go" P "\n",
      "go env -w GOAUTH='netrc; walr-cred helper go" P "'\n",
      "go env -u GOAUTH", false },
};

#define KUBE_USER "{.users[?(@@.name==\"walr" DASH "\")]"
static const struct setup_step kubernetes_steps[] = {
    { "kubectl config view -o 'jsonpath="
      KUBE_USER ".name}" KUBE_USER ".user.exec.command}"
      KUBE_USER ".user.exec.args}" KUBE_USER ".user.exec.provideClusterInfo}'",
      "", "walr" DASH "walr-cred[\"helper\",\"kubernetes\"@(,\"-p\",\"@PROFILE@\"@)]true",
      "kubectl config set-credentials walr" DASH
      " --exec-api-version=client.authentication.k8s.io/v1 --exec-command=walr-cred"
      " --exec-arg=helper --exec-arg=kubernetes@( --exec-arg=-p --exec-arg=@PROFILE@@)"
      " --exec-interactive-mode=Never --exec-provide-cluster-info\n",
      "kubectl config delete-user walr" DASH, false },
};

#define STEPS(table, each) .steps = table, .n_steps = N_ROWS(table), .for_each_host = (each), .apply = setup_apply_steps

const struct setup_tool setup_tools[] = {
    { .name = "curl", .help = "a pipe; without a token curl is not run",
      .comment = "# ", .hosts = ONE_HOST,
      .each = "h=$(walr-cred" P ") && printf '%s\\n' \"$h\" | curl -H @@- 'https://@HOST@/'\n" },
    { .name = "git", .help = "git config: a credential helper for each host",
      .comment = "# ", .hosts = ANY_HOST, STEPS(git_steps, true) },
    { .name = "bazel", .help = "lines of ~/.bazelrc, Bazel 7 and later",
      .comment = "# ", .hosts = SETUP_WILDCARD, .apply = setup_apply_bazel,
      .each = "common --credential_helper=@HOST@=bazel-credential-walr\n" },
    { .name = "go", .help = "GOAUTH, Go 1.24 and later",
      .comment = "# ", STEPS(go_steps, false) },
    { .name = "docker", .help = "credHelpers of ~/.docker/config.json",
      .hosts = ONE_HOST, .apply = setup_apply_docker,
      .head = "{\n  \"credHelpers\": {\n",
      .each = "    \"@HOST@\": \"walr\"@,@\n",
      .tail = "  }\n}\n" },
    { .name = "terraform", .help = "a block of ~/.terraformrc, and a link to the program",
      .comment = "# ", .apply = setup_apply_terraform,
      .head = "#   mkdir -p ~/.terraform.d/plugins\n"
              "#   ln -s \"$(command -v terraform-credentials-walr)\" ~/.terraform.d/plugins/\n",
      .tail = "credentials_helper \"walr\" {\n"
              "@(  args = [\"-p\", \"@PROFILE@\"]\n@)"
              "}\n" },
    { .name = "cargo", .help = "a line of ~/.cargo/config.toml for each registry",
      .comment = "# ", .hosts = ANY_HOST,
      .each = "# NAME is what you call the registry at @HOST@\n"
              "[registries.NAME]\n"
              "credential-provider = [\"cargo-credential-walr\"@(, \"-p\", \"@PROFILE@\"@)]\n" },
    { .name = "kubernetes", .help = "a user of the kubeconfig",
      .comment = "# ", STEPS(kubernetes_steps, false),
      .tail = "# then, for a context: kubectl config set-context CONTEXT --user=walr" DASH "\n" },
    { .name = "wget", .help = "a file for wget --config, in memory",
      .comment = "# ", .hosts = ONE_HOST,
      .head = "# walr-cred watch" P " -f wget -o \"$f\" keeps it fresh for long\n"
              "f=${XDG_RUNTIME_DIR:?}/walr-wgetrc" DASH "\n",
      .each = "walr-cred" P " -f wget -o \"$f\" && wget --config=\"$f\" --max-redirect=0 'https://@HOST@/'\n" },
    { .name = "httpie", .help = "for bash and zsh; without a token http is not run",
      .comment = "# ", .hosts = ONE_HOST,
      .each = "h=$(walr-cred" P ") && http --ignore-stdin --ignore-netrc 'https://@HOST@/' Authorization:@@<(printf %s \"${h#*: }\")\n" },
    { .name = "prometheus", .help = "credentials_file of prometheus.yml",
      .comment = "# ", .hosts = ONE_HOST,
      .head = "# kept by the user of Prometheus: walr-cred watch" P " -f token -o /run/prometheus/walr-token" DASH "\n"
              "scrape_configs:\n"
              "  - job_name: walr" DASH "\n"
              "    scheme: https\n"
              "    follow_redirects: false\n"
              "    authorization:\n"
              "      credentials_file: /run/prometheus/walr-token" DASH "\n"
              "    static_configs:\n"
              "      - targets:\n",
      .each = "          - \"@HOST@\"\n" },
    { .name = "opentelemetry", .help = "bearertokenauth of the Collector",
      .comment = "# ", .hosts = ONE_HOST,
      .head = "# kept by the user of the Collector: walr-cred watch" P " -f token -o /run/otelcol/walr-token" DASH "\n"
              "extensions:\n"
              "  bearertokenauth/walr" DASH ":\n"
              "    filename: /run/otelcol/walr-token" DASH "\n"
              "exporters:\n",
      .each = "  otlphttp/@NAME@:\n"
              "    endpoint: \"https://@HOST@\"\n"
              "    auth:\n"
              "      authenticator: bearertokenauth/walr" DASH "\n",
      .tail = "service:\n"
              "  extensions: [bearertokenauth/walr" DASH "]\n" },
    { .name = "mcp", .help = "headersHelper of .mcp.json",
      .hosts = ONE_HOST,
      .head = "{\n  \"mcpServers\": {\n",
      .each = "    \"@NAME@\": {\n"
              "      \"type\": \"http\",\n"
              "      \"url\": \"https://@HOST@/mcp\",\n"
              "      \"headersHelper\": \"walr-cred" P " -f headers-json\"\n"
              "    }@,@\n",
      .tail = "  }\n}\n" },
    { .name = NULL },
};
/* clang-format on */

static enum wc_code unknown_tool(const char *name, struct wc_error *err)
{
    struct secret names = SECRET_MAX(WC_ERROR_TEXT);

    for (const struct setup_tool *row = setup_tools; row->name; row++) {
        if ((row != setup_tools && !secret_add_text(&names, ", ")) ||
            !secret_add_text(&names, row->name))
            break;
    }
    (void)wc_fail(err, WC_USAGE, "no tool '%.60s': there are %.*s", name,
                  (int)names.len, names.bytes ? names.bytes : "");
    secret_clear(&names);
    return err->code;
}

const struct setup_tool *setup_find(const char *name, struct wc_error *err)
{
    const struct setup_tool *row = setup_tools;

    while (row->name && strcmp(row->name, name) != 0)
        row++;
    if (!row->name)
        (void)unknown_tool(name, err);
    return row->name ? row : NULL;
}
