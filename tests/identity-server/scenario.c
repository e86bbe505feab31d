/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "tests/identity-server/scenario.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/number.h"
#include "tests/identity-server/server.h"

static void parse(struct scenario *scenario)
{
    char *rest = scenario->text;
    char *line;

    scenario->name = strsep(&rest, "\n");
    while ((line = strsep(&rest, "\n")) && scenario->n < SCENARIO_PARAMS) {
        char *value = strchr(line, '=');

        if (!value)
            continue;
        *value++ = '\0';
        scenario->keys[scenario->n] = line;
        scenario->values[scenario->n++] = value;
    }
}

/* Write the file again with one less to go, or without it. */
static void use_up(const struct scenario *scenario, long count)
{
    char text[4096];
    int len =
        snprintf(text, sizeof(text), "%s\n", count > 1 ? scenario->name : "ok");

    for (size_t i = 0; count > 1 && i < scenario->n; i++) {
        if (strcmp(scenario->keys[i], "count") == 0)
            len += snprintf(text + len, sizeof(text) - (size_t)len,
                            "count=%ld\n", count - 1);
        else
            len += snprintf(text + len, sizeof(text) - (size_t)len, "%s=%s\n",
                            scenario->keys[i], scenario->values[i]);
    }
    (void)server_write("scenario", text, (size_t)len);
}

void scenario_read(struct scenario *ret, bool take)
{
    static long requests;
    long count, one_in;

    (void)pthread_mutex_lock(&server.mutex);
    *ret = (struct scenario){ .text = server_setting("scenario", "ok") };
    parse(ret);
    count = scenario_number(ret, "count", 0);
    if (take && count > 0)
        use_up(ret, count);
    one_in = scenario_number(ret, "one-in", 0);
    if (take && one_in > 0 && ++requests % one_in != 0)
        ret->name = "ok";
    (void)pthread_mutex_unlock(&server.mutex);
}

void scenario_clear(struct scenario *scenario)
{
    free(scenario->text);
    *scenario = (struct scenario){ 0 };
}

bool scenario_is(const struct scenario *scenario, const char *name)
{
    return scenario->name && strcmp(scenario->name, name) == 0;
}

const char *scenario_value(const struct scenario *scenario, const char *key,
                           const char *fallback)
{
    for (size_t i = 0; i < scenario->n; i++) {
        if (strcmp(scenario->keys[i], key) == 0)
            return scenario->values[i];
    }
    return fallback;
}

long scenario_number(const struct scenario *scenario, const char *key,
                     long fallback)
{
    const char *value = scenario_value(scenario, key, NULL);
    int64_t number;

    return value && number_parse(value, 0, INT32_MAX, &number) ? (long)number
                                                               : fallback;
}
