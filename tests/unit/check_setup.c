/* SPDX-License-Identifier: MIT */
#include "config.h"

#include <string.h>

#include "helper/setup/plan.h"
#include "helper/setup/setup.h"
#include "tests/unit/suite.h"

#define TEXT_MAX (64 * 1024)

/* clang-format off */
/* Hosts of each kind: a name, one with a port, a wildcard, an address. */
#define HOSTS "git.example.com api.example.com:8443 *.example.org [::1]"

#define NO_WILDCARD \
    "# *.example.org: there are no wildcards here, name each host\n"

#define GIT(host, helper)                                                     \
    "git config --global --replace-all 'credential.https://" host             \
    ".helper' ''\n"                                                           \
    "git config --global --add 'credential.https://" host ".helper' '" helper \
    "'\n"                                                                     \
    "# git 2.46 to 2.53 push more than this without the token\n"              \
    "git config --global 'http.https://" host ".postBuffer' 524288000\n"

#define KUBECTL(user, more)                                                        \
    "kubectl config set-credentials " user                                         \
    " --exec-api-version=client.authentication.k8s.io/v1 --exec-command=walr-cred" \
    " --exec-arg=helper --exec-arg=kubernetes" more                                \
    " --exec-interactive-mode=Never --exec-provide-cluster-info\n"                 \
    "# then, for a context: kubectl config set-context CONTEXT --user=" user       \
    "\n"

#define CARGO(host, args)                                                      \
    "# NAME is what you call the registry at " host "\n"                       \
    "[registries.NAME]\ncredential-provider = [\"cargo-credential-walr\"" args \
    "]\n"

#define EXPORTER(name, url, auth)                       \
    "  otlphttp/" name ":\n    endpoint: \"" url "\"\n" \
    "    auth:\n      authenticator: " auth "\n"

#define SERVER(name, url, option, comma)                                    \
    "    \"" name "\": {\n      \"type\": \"http\",\n      \"url\": \"" url \
    "\",\n"                                                                 \
    "      \"headersHelper\": \"walr-cred" option                           \
    " -f headers-json\"\n    }" comma "\n"

static const struct {
    const char *tool, *profile, *hosts, *text;
} cases[] = {
    { "curl", "default", "a.example",
      "# a pipe; without a token curl is not run\n"
      "h=$(walr-cred) && printf '%s\\n' \"$h\" | curl -H @- 'https://a.example/'\n" },
    { "curl", "staging", HOSTS,
      "# a pipe; without a token curl is not run\n" NO_WILDCARD
      "h=$(walr-cred -p staging) && printf '%s\\n' \"$h\" | curl -H @- 'https://git.example.com/'\n"
      "h=$(walr-cred -p staging) && printf '%s\\n' \"$h\" | curl -H @- 'https://api.example.com:8443/'\n"
      "h=$(walr-cred -p staging) && printf '%s\\n' \"$h\" | curl -H @- 'https://[::1]/'\n" },
    { "git", "default", "a.example",
      "# git config: a credential helper for each host\n" GIT("a.example", "walr") },
    { "git", "staging", HOSTS,
      "# git config: a credential helper for each host\n"
      GIT("git.example.com", "walr -p staging") GIT("api.example.com:8443", "walr -p staging")
      GIT("*.example.org", "walr -p staging") GIT("[::1]", "walr -p staging") },
    { "bazel", "default", "A.Example. a.example:8443",
      "# lines of ~/.bazelrc, Bazel 7 and later\n"
      "common --credential_helper=a.example=bazel-credential-walr\n" },
    { "bazel", "staging", HOSTS,
      "# lines of ~/.bazelrc, Bazel 7 and later\n"
      "# [::1]: there are no IPv6 addresses here, use a name\n"
      "common --credential_helper=git.example.com=bazel-credential-walr\n"
      "common --credential_helper=api.example.com=bazel-credential-walr\n"
      "common --credential_helper=*.example.org=bazel-credential-walr\n" },
    { "go", "default", "a.example",
      "# GOAUTH, Go 1.24 and later\ngo env -w GOAUTH='netrc; walr-cred helper go'\n" },
    { "go", "staging", HOSTS,
      "# GOAUTH, Go 1.24 and later\ngo env -w GOAUTH='netrc; walr-cred helper go -p staging'\n" },
    { "docker", "default", "a.example",
      "{\n  \"credHelpers\": {\n    \"a.example\": \"walr\"\n  }\n}\n" },
    { "docker", "staging", "a.example b.example:5000 *.example.org",
      "{\n  \"credHelpers\": {\n    \"a.example\": \"walr\",\n    \"b.example:5000\": \"walr\"\n  }\n}\n" },
    { "terraform", "default", "a.example",
      "# a block of ~/.terraformrc, and a link to the program\n"
      "#   mkdir -p ~/.terraform.d/plugins\n"
      "#   ln -s \"$(command -v terraform-credentials-walr)\" ~/.terraform.d/plugins/\n"
      "credentials_helper \"walr\" {\n}\n" },
    { "terraform", "staging", HOSTS,
      "# a block of ~/.terraformrc, and a link to the program\n"
      "#   mkdir -p ~/.terraform.d/plugins\n"
      "#   ln -s \"$(command -v terraform-credentials-walr)\" ~/.terraform.d/plugins/\n"
      "credentials_helper \"walr\" {\n  args = [\"-p\", \"staging\"]\n}\n" },
    { "cargo", "default", "a.example",
      "# a line of ~/.cargo/config.toml for each registry\n" CARGO("a.example", "") },
    { "cargo", "staging", "a.example *.example.org",
      "# a line of ~/.cargo/config.toml for each registry\n"
      CARGO("a.example", ", \"-p\", \"staging\"") CARGO("*.example.org", ", \"-p\", \"staging\"") },
    { "kubernetes", "default", "a.example",
      "# a user of the kubeconfig\n" KUBECTL("walr", "") },
    { "kubernetes", "staging", HOSTS,
      "# a user of the kubeconfig\n" KUBECTL("walr-staging", " --exec-arg=-p --exec-arg=staging") },
    { "wget", "default", "a.example",
      "# a file for wget --config, in memory\n"
      "# walr-cred watch -f wget -o \"$f\" keeps it fresh for long\n"
      "f=${XDG_RUNTIME_DIR:?}/walr-wgetrc\n"
      "walr-cred -f wget -o \"$f\" && wget --config=\"$f\" --max-redirect=0 'https://a.example/'\n" },
    { "wget", "staging", "a.example",
      "# a file for wget --config, in memory\n"
      "# walr-cred watch -p staging -f wget -o \"$f\" keeps it fresh for long\n"
      "f=${XDG_RUNTIME_DIR:?}/walr-wgetrc-staging\n"
      "walr-cred -p staging -f wget -o \"$f\" && wget --config=\"$f\" --max-redirect=0 'https://a.example/'\n" },
    { "httpie", "default", "a.example",
      "# for bash and zsh; without a token http is not run\n"
      "h=$(walr-cred) && http --ignore-stdin --ignore-netrc 'https://a.example/' Authorization:@<(printf %s \"${h#*: }\")\n" },
    { "httpie", "staging", "a.example",
      "# for bash and zsh; without a token http is not run\n"
      "h=$(walr-cred -p staging) && http --ignore-stdin --ignore-netrc 'https://a.example/' Authorization:@<(printf %s \"${h#*: }\")\n" },
    { "prometheus", "default", "a.example",
      "# credentials_file of prometheus.yml\n"
      "# kept by the user of Prometheus: walr-cred watch -f token -o /run/prometheus/walr-token\n"
      "scrape_configs:\n  - job_name: walr\n    scheme: https\n    follow_redirects: false\n"
      "    authorization:\n      credentials_file: /run/prometheus/walr-token\n"
      "    static_configs:\n      - targets:\n          - \"a.example\"\n" },
    { "prometheus", "staging", HOSTS,
      "# credentials_file of prometheus.yml\n" NO_WILDCARD
      "# kept by the user of Prometheus: walr-cred watch -p staging -f token -o /run/prometheus/walr-token-staging\n"
      "scrape_configs:\n  - job_name: walr-staging\n    scheme: https\n    follow_redirects: false\n"
      "    authorization:\n      credentials_file: /run/prometheus/walr-token-staging\n"
      "    static_configs:\n      - targets:\n          - \"git.example.com\"\n"
      "          - \"api.example.com:8443\"\n          - \"[::1]\"\n" },
    { "opentelemetry", "default", "a.example",
      "# bearertokenauth of the Collector\n"
      "# kept by the user of the Collector: walr-cred watch -f token -o /run/otelcol/walr-token\n"
      "extensions:\n  bearertokenauth/walr:\n    filename: /run/otelcol/walr-token\nexporters:\n"
      EXPORTER("a-example", "https://a.example", "bearertokenauth/walr")
      "service:\n  extensions: [bearertokenauth/walr]\n" },
    { "opentelemetry", "staging", "a.example b.example:4318",
      "# bearertokenauth of the Collector\n"
      "# kept by the user of the Collector: walr-cred watch -p staging -f token -o /run/otelcol/walr-token-staging\n"
      "extensions:\n  bearertokenauth/walr-staging:\n    filename: /run/otelcol/walr-token-staging\nexporters:\n"
      EXPORTER("a-example", "https://a.example", "bearertokenauth/walr-staging")
      EXPORTER("b-example-4318", "https://b.example:4318", "bearertokenauth/walr-staging")
      "service:\n  extensions: [bearertokenauth/walr-staging]\n" },
    { "mcp", "default", "a.example",
      "{\n  \"mcpServers\": {\n" SERVER("a-example", "https://a.example/mcp", "", "") "  }\n}\n" },
    { "mcp", "staging", "a.example b.example *.example.org",
      "{\n  \"mcpServers\": {\n"
      SERVER("a-example", "https://a.example/mcp", " -p staging", ",")
      SERVER("b-example", "https://b.example/mcp", " -p staging", "") "  }\n}\n" },
};
/* clang-format on */

static enum wc_code plan_for(const char *tool_name, const char *name,
                             const char *hosts, struct setup_plan *plan,
                             struct wc_error *err)
{
    struct profile profile = PROFILE_INIT;
    const struct setup_tool *tool = setup_find(tool_name, err);

    ck_assert_ptr_nonnull(tool);
    profile.name = name;
    profile.values[SETTING_HOSTS].text = hosts;
    return setup_plan_make(tool, &profile, plan, err);
}

START_TEST(each_tool_is_told_exactly_this)
{
    auto_plan plan = PLAN_INIT;
    auto_secret out = SECRET_MAX(TEXT_MAX);
    struct wc_error err = { 0 };

    ck_assert_int_eq(plan_for(cases[_i].tool, cases[_i].profile,
                              cases[_i].hosts, &plan, &err),
                     WC_OK);
    ck_assert(setup_plan_lines(&plan, &out));
    ck_assert_str_eq(secret_bytes(&out), cases[_i].text);
}
END_TEST

/* Where -p can be said at all, only another profile than default has it. */
START_TEST(every_tool_has_a_case_for_each_profile)
{
    size_t n = 0;

    for (const struct setup_tool *row = setup_tools; row->name; row++) {
        ck_assert_str_eq(cases[2 * n].tool, row->name);
        ck_assert_str_eq(cases[2 * n].profile, "default");
        ck_assert_str_eq(cases[2 * n + 1].tool, row->name);
        ck_assert_str_eq(cases[2 * n + 1].profile, "staging");
        n++;
    }
    ck_assert_uint_eq(2 * n, N_ELEMENTS(cases));
}
END_TEST

START_TEST(a_profile_without_hosts_has_no_lines)
{
    auto_plan plan = PLAN_INIT;
    struct wc_error err = { 0 };

    ck_assert_int_eq(plan_for("git", "x", NULL, &plan, &err), WC_USAGE);
    ck_assert_str_eq(err.text,
                     "profile 'x' has no hosts: add `hosts = HOST` to it");
}
END_TEST

START_TEST(a_tool_that_cannot_be_told_of_any_host_is_refused)
{
    auto_plan plan = PLAN_INIT;
    struct wc_error err = { 0 };

    ck_assert_int_eq(plan_for("docker", "x", "*.a.example", &plan, &err),
                     WC_USAGE);
    ck_assert_ptr_nonnull(strstr(err.text, "*.a.example: there are no "
                                           "wildcards here"));
}
END_TEST

START_TEST(lines_that_do_not_fit_are_no_lines)
{
    auto_plan plan = PLAN_INIT;
    auto_secret out = SECRET_MAX(16);
    struct wc_error err = { 0 };

    ck_assert_int_eq(
        plan_for(cases[_i].tool, "default", "a.example", &plan, &err), WC_OK);
    ck_assert(!setup_plan_lines(&plan, &out));
}
END_TEST

START_TEST(an_unknown_tool_is_answered_with_the_list)
{
    struct wc_error err = { 0 };

    ck_assert_ptr_null(setup_find("svn", &err));
    ck_assert_int_eq(err.code, WC_USAGE);
    ck_assert_str_eq(err.text,
                     "no tool 'svn': there are curl, git, bazel, go, docker, "
                     "terraform, cargo, kubernetes, wget, httpie, prometheus, "
                     "opentelemetry, mcp");
}
END_TEST

static void fill(TCase *tc)
{
    add_cases(tc, each_tool_is_told_exactly_this, cases);
    tcase_add_test(tc, every_tool_has_a_case_for_each_profile);
    tcase_add_test(tc, a_profile_without_hosts_has_no_lines);
    tcase_add_test(tc, a_tool_that_cannot_be_told_of_any_host_is_refused);
    add_cases(tc, lines_that_do_not_fit_are_no_lines, cases);
    tcase_add_test(tc, an_unknown_tool_is_answered_with_the_list);
}

int main(void)
{
    return run_suite("setup", fill);
}
