/* SPDX-License-Identifier: MIT */
/*
 * prompt.c - a keyring's prompt, from its opening to its end.
 *
 * The ends: completed, refused, a result of another type (KeePassXC refuses
 * with one), an error, or the service is gone.  That nobody answers is not
 * noticed here: the limit that keyring_prompt() sets ends the process (KR-2).
 */
#include "config.h"

#include "keyring/prompt.h"

#define PROMPT_INTERFACE "org.freedesktop.Secret.Prompt"

typedef struct {
    SecretService parent;
    const struct keyring_call *call;
} PromptingService;

typedef struct {
    SecretServiceClass parent;
} PromptingServiceClass;

G_DEFINE_QUARK(walr_cred_prompt, prompt_error)
G_DEFINE_TYPE(PromptingService, prompting_service, SECRET_TYPE_SERVICE)

/* How an open prompt ended. */
struct end {
    bool over;
    GVariant *args; /* of the signal Completed; NULL: the service is gone */
};

static void on_completed(GDBusConnection *bus, const gchar *sender,
                         const gchar *path, const gchar *interface,
                         const gchar *signal, GVariant *args, gpointer data)
{
    struct end *end = data;

    (void)bus, (void)sender, (void)path, (void)interface, (void)signal;
    if (!end->over)
        end->args = g_variant_ref(args);
    end->over = true;
}

static void on_gone(GDBusConnection *bus, const gchar *name, gpointer data)
{
    struct end *end = data;

    (void)bus, (void)name;
    end->over = true;
}

/* Open PROMPT and wait; false with ERROR set when it could not be opened. */
static bool wait_for_end(GDBusProxy *prompt, GMainContext *context,
                         struct end *end, GError **error)
{
    GDBusConnection *bus = g_dbus_proxy_get_connection(prompt);
    g_autofree char *owner = g_dbus_proxy_get_name_owner(prompt);
    g_autoptr(GVariant) opened = NULL;
    guint completed, watch;

    if (!owner) {
        end->over = true;
        return true;
    }
    completed = g_dbus_connection_signal_subscribe(
        bus, owner, PROMPT_INTERFACE, "Completed",
        g_dbus_proxy_get_object_path(prompt), NULL, G_DBUS_SIGNAL_FLAGS_NONE,
        on_completed, end, NULL);
    watch = g_bus_watch_name_on_connection(
        bus, owner, G_BUS_NAME_WATCHER_FLAGS_NONE, NULL, on_gone, end, NULL);
    opened = g_dbus_proxy_call_sync(prompt, "Prompt", g_variant_new("(s)", ""),
                                    G_DBUS_CALL_FLAGS_NO_AUTO_START, G_MAXINT,
                                    NULL, error);
    while (opened && !end->over)
        (void)g_main_context_iteration(context, TRUE);
    g_bus_unwatch_name(watch);
    g_dbus_connection_signal_unsubscribe(bus, completed);
    return opened != NULL;
}

/* What the end means; the result if it is what it should be. */
static GVariant *read_end(const struct end *end,
                          const GVariantType *return_type, GError **error)
{
    g_autoptr(GVariant) result = NULL;
    gboolean dismissed = FALSE;

    if (end->args && g_variant_is_of_type(end->args, G_VARIANT_TYPE("(bv)")))
        g_variant_get(end->args, "(bv)", &dismissed, &result);
    if (!end->args)
        g_set_error(error, PROMPT_ERROR, 0,
                    "the keyring ended while its prompt was open: run "
                    "walr-cred again");
    else if (dismissed)
        g_set_error(error, PROMPT_ERROR, 0,
                    "the keyring's prompt was refused: run walr-cred again");
    else if (!result ||
             (return_type && !g_variant_is_of_type(result, return_type)))
        g_set_error(
            error, PROMPT_ERROR, 0,
            "the keyring's prompt ended in an answer that makes no sense: "
            "run walr-cred again");
    else
        return g_steal_pointer(&result);
    return NULL;
}

/* The signals of the prompt are heard here and nowhere else. */
static GVariant *run(SecretPrompt *prompt, const GVariantType *return_type,
                     GError **error)
{
    GMainContext *context = g_main_context_new();
    struct end end = { .over = false };
    g_autoptr(GError) failure = NULL;
    GVariant *result = NULL;

    g_main_context_push_thread_default(context);
    if (wait_for_end(G_DBUS_PROXY(prompt), context, &end, &failure)) {
        result = read_end(&end, return_type, error);
    } else {
        (void)g_dbus_error_strip_remote_error(failure);
        g_set_error(error, PROMPT_ERROR, 0,
                    "the keyring's prompt failed (%s): run walr-cred again",
                    failure->message);
    }
    while (g_main_context_iteration(context, FALSE))
        continue;
    g_main_context_pop_thread_default(context);
    g_main_context_unref(context);
    g_clear_pointer(&end.args, g_variant_unref);
    return result;
}

static GVariant *prompt_sync(SecretService *self, SecretPrompt *prompt,
                             GCancellable *cancellable,
                             const GVariantType *return_type, GError **error)
{
    const struct keyring_call *call = ((PromptingService *)self)->call;
    struct wc_error err = { .code = WC_OK };
    g_autoptr(GVariant) result = NULL;

    (void)cancellable;
    if (!call || !call->request->may_prompt) {
        g_set_error(error, PROMPT_ERROR, 0,
                    "the keyring asks first: allow the prompt with "
                    "--interactive=always");
        return NULL;
    }
    if (keyring_prompt(call, true, &err) == WC_OK) {
        result = run(prompt, return_type, error);
        if (keyring_prompt(call, false, &err) == WC_OK)
            return g_steal_pointer(&result);
    }
    g_clear_error(error);
    g_set_error(error, PROMPT_ERROR, 0, "%s", err.text);
    return NULL;
}

static void prompt_async(SecretService *self, SecretPrompt *prompt,
                         const GVariantType *return_type,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback, gpointer data)
{
    g_autoptr(GTask) task = g_task_new(self, cancellable, callback, data);
    GError *error = NULL;
    GVariant *result =
        prompt_sync(self, prompt, cancellable, return_type, &error);

    if (result)
        g_task_return_pointer(task, result, (GDestroyNotify)g_variant_unref);
    else
        g_task_return_error(task, error);
}

static GVariant *prompt_finish(SecretService *self, GAsyncResult *result,
                               GError **error)
{
    (void)self;
    return g_task_propagate_pointer(G_TASK(result), error);
}

static void prompting_service_init(PromptingService *self)
{
    self->call = NULL;
}

static void prompting_service_class_init(PromptingServiceClass *class)
{
    class->parent.prompt_sync = prompt_sync;
    class->parent.prompt_async = prompt_async;
    class->parent.prompt_finish = prompt_finish;
}

void prompting_service_set_call(SecretService *service,
                                const struct keyring_call *call)
{
    ((PromptingService *)service)->call = call;
}
