/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "tests/unit/fixture-cache.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const struct request asked = {
    .profile = "default",
    .token_url = "https://identity.test/oauth/token",
    .client_id = "some-client",
    .audience = "https://api.test",
};

char base[FOLDER_PATH_MAX];
char folder[FOLDER_PATH_MAX];
struct cache cache = CACHE_INIT;
struct wc_error why;

void open_as(const struct request *request, struct cache *ret_cache)
{
    struct wc_error err = { 0 };

    ck_assert_msg(cache_open(NULL, request, true, ret_cache, &err) == WC_OK,
                  "%s", err.text);
    ck_assert_msg(ret_cache->folder >= 0, "%s", ret_cache->why);
}

void cache_setup(void)
{
    folder_make(base);
    ck_assert_int_eq(setenv("XDG_RUNTIME_DIR", base, 1), 0);
    (void)snprintf(folder, sizeof(folder), "%.400s/walr-cred", base);
    memset(&why, 0, sizeof(why));
    open_as(&asked, &cache);
}

void cache_teardown(void)
{
    cache_close(&cache);
    folder_remove(base);
}

void make_record(const char *token, struct record *ret)
{
    clock_now(&ret->obtained);
    ret->lifetime_s = 3600;
    secret_clear(&ret->token);
    ck_assert(secret_add_text(&ret->token, token));
}

bool store_in(const struct cache *in, const char *token)
{
    auto_record record = RECORD_INIT;

    make_record(token, &record);
    return cache_store(in, &record, &why);
}

void store(const char *token)
{
    ck_assert_msg(store_in(&cache, token), "%s", why.text);
}

void assert_loads_from(const struct cache *in, const char *token)
{
    auto_record record = RECORD_INIT;

    ck_assert(cache_load(in, &record));
    ck_assert_str_eq(secret_bytes(&record.token), token);
}

void assert_no_record(void)
{
    auto_record record = RECORD_INIT;

    ck_assert(!cache_load(&cache, &record));
    ck_assert_ptr_null(record.token.bytes);
}

const char *record_path(void)
{
    return folder_file(folder, cache.record);
}

void assert_holds(const char *names)
{
    char *list = folder_list(folder);

    ck_assert_str_eq(list, names);
    free(list);
}

void assert_holds_the_record_only(void)
{
    char names[CACHE_NAME_MAX + 1];

    (void)snprintf(names, sizeof(names), "%s ", cache.record);
    assert_holds(names);
}
