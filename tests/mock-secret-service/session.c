/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "tests/mock-secret-service/session.h"

#include <gcrypt.h>
#include <string.h>

#include "tests/mock-secret-service/mock.h"

#define PRIME_BYTES 128
#define KEY_BYTES   16
#define BLOCK       16
#define HASH_BYTES  32

/* RFC 2409 6.2, the second Oakley group; its generator is 2. */
static const char prime_text[] =
    "FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74"
    "020BBEA63B139B22514A08798E3404DDEF9519B3CD3A431B302B0A6DF25F1437"
    "4FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7ED"
    "EE386BFB5A899FA5AE9F24117C4B1FE649286651ECE65381FFFFFFFFFFFFFFFF";

struct session {
    char *path;
    bool plain;
    guchar key[KEY_BYTES];
};

static GPtrArray *sessions;
static gcry_mpi_t prime;

static void free_session(gpointer data)
{
    struct session *session = data;

    g_free(session->path);
    g_free(session);
}

void session_init(void)
{
    (void)gcry_check_version(NULL);
    (void)gcry_control(GCRYCTL_DISABLE_SECMEM, 0);
    (void)gcry_control(GCRYCTL_INITIALIZATION_FINISHED, 0);
    (void)gcry_mpi_scan(&prime, GCRYMPI_FMT_HEX, prime_text, 0, NULL);
    sessions = g_ptr_array_new_with_free_func(free_session);
}

/* NUMBER as PRIME_BYTES bytes, zeros in front. */
static void print_padded(gcry_mpi_t number, guchar out[PRIME_BYTES])
{
    guchar bytes[PRIME_BYTES];
    size_t len = 0;

    (void)gcry_mpi_print(GCRYMPI_FMT_USG, bytes, sizeof(bytes), &len, number);
    memset(out, 0, PRIME_BYTES);
    memcpy(out + PRIME_BYTES - len, bytes, len);
}

static void hmac(const guchar *key, size_t key_len, const guchar *bytes,
                 size_t len, guchar out[HASH_BYTES])
{
    gcry_md_hd_t md;

    (void)gcry_md_open(&md, GCRY_MD_SHA256, GCRY_MD_FLAG_HMAC);
    (void)gcry_md_setkey(md, key, key_len);
    gcry_md_write(md, bytes, len);
    memcpy(out, gcry_md_read(md, GCRY_MD_SHA256), HASH_BYTES);
    gcry_md_close(md);
}

/* HKDF (RFC 5869) with no salt and no info; one block is enough. */
static void derive_key(const guchar shared[PRIME_BYTES], guchar key[KEY_BYTES])
{
    static const guchar no_salt[HASH_BYTES];
    static const guchar first[] = { 1 };
    guchar extracted[HASH_BYTES], expanded[HASH_BYTES];

    hmac(no_salt, sizeof(no_salt), shared, PRIME_BYTES, extracted);
    hmac(extracted, sizeof(extracted), first, sizeof(first), expanded);
    memcpy(key, expanded, KEY_BYTES);
}

static GVariant *new_bytes(const guchar *bytes, size_t len)
{
    return g_variant_new_fixed_array(G_VARIANT_TYPE_BYTE, bytes, len, 1);
}

/* Agree on session->key; our public key is returned. */
static GVariant *agree(struct session *session, GVariant *input)
{
    gcry_mpi_t ours = gcry_mpi_new(0), theirs = NULL, base = gcry_mpi_new(0);
    gcry_mpi_t result = gcry_mpi_new(0);
    guchar bytes[PRIME_BYTES];
    gsize len;
    const guchar *peer = g_variant_get_fixed_array(input, &len, 1);

    gcry_mpi_randomize(ours, PRIME_BYTES * 8 - 1, GCRY_WEAK_RANDOM);
    (void)gcry_mpi_scan(&theirs, GCRYMPI_FMT_USG, peer, len, NULL);
    gcry_mpi_powm(result, theirs, ours, prime);
    print_padded(result, bytes);
    derive_key(bytes, session->key);
    (void)gcry_mpi_set_ui(base, 2);
    gcry_mpi_powm(result, base, ours, prime);
    print_padded(result, bytes);
    gcry_mpi_release(ours);
    gcry_mpi_release(theirs);
    gcry_mpi_release(base);
    gcry_mpi_release(result);
    return new_bytes(bytes, sizeof(bytes));
}

struct session *session_open(GVariant *input, GVariant **ret_output)
{
    static unsigned number;
    struct session *session = g_new0(struct session, 1);

    session->path = g_strdup_printf(MOCK_ROOT "/session/s%u", ++number);
    session->plain = !input;
    *ret_output = input ? agree(session, input) : g_variant_new_string("");
    g_ptr_array_add(sessions, session);
    (void)dispatch_register(session->path, "org.freedesktop.Secret.Session");
    return session;
}

const char *session_path(const struct session *session)
{
    return session->path;
}

struct session *session_find(const char *path)
{
    for (guint i = 0; i < sessions->len; i++) {
        struct session *session = sessions->pdata[i];

        if (strcmp(session->path, path) == 0)
            return session;
    }
    return NULL;
}

void session_forget(void)
{
    g_ptr_array_set_size(sessions, 0);
}

static void crypt_blocks(const guchar key[KEY_BYTES], const guchar iv[BLOCK],
                         guchar *bytes, size_t len, bool decrypt)
{
    gcry_cipher_hd_t cipher;

    (void)gcry_cipher_open(&cipher, GCRY_CIPHER_AES128, GCRY_CIPHER_MODE_CBC,
                           0);
    (void)gcry_cipher_setkey(cipher, key, KEY_BYTES);
    (void)gcry_cipher_setiv(cipher, iv, BLOCK);
    if (decrypt)
        (void)gcry_cipher_decrypt(cipher, bytes, len, NULL, 0);
    else
        (void)gcry_cipher_encrypt(cipher, bytes, len, NULL, 0);
    gcry_cipher_close(cipher);
}

GVariant *session_wrap(const struct session *session, GBytes *secret)
{
    enum secret_form form = mock.mode->secret;
    const char *path =
        form == SECRET_OTHER_SESSION ? MOCK_ROOT "/session/s0" : session->path;
    gsize len;
    const guchar *bytes = g_bytes_get_data(secret, &len);
    size_t pad = BLOCK - len % BLOCK;
    g_autofree guchar *padded = g_malloc(len + pad);
    guchar iv[BLOCK];

    if (session->plain)
        return g_variant_new("(o@ay@ays)", path, new_bytes(iv, 0),
                             new_bytes(bytes, len), "text/plain");
    if (len > 0)
        memcpy(padded, bytes, len);
    /* as another key would leave it; such a key now and then hits a padding */
    memset(padded + len, form == SECRET_UNDECRYPTABLE ? 0 : (int)pad, pad);
    gcry_create_nonce(iv, sizeof(iv));
    crypt_blocks(session->key, iv, padded, len + pad, false);
    return g_variant_new(
        "(o@ay@ays)", path,
        new_bytes(iv, form == SECRET_SHORT_IV ? BLOCK / 2 : BLOCK),
        new_bytes(padded, len + pad), "text/plain");
}

GBytes *session_unwrap(const struct session *session, GVariant *wrapped)
{
    g_autoptr(GVariant) iv = g_variant_get_child_value(wrapped, 1);
    g_autoptr(GVariant) value = g_variant_get_child_value(wrapped, 2);
    gsize iv_len, len;
    const guchar *iv_bytes = g_variant_get_fixed_array(iv, &iv_len, 1);
    const guchar *bytes = g_variant_get_fixed_array(value, &len, 1);
    g_autofree guchar *copy = len > 0 ? g_memdup2(bytes, len) : NULL;

    if (session->plain)
        return g_bytes_new(copy, len);
    if (iv_len != BLOCK || len == 0 || len % BLOCK != 0)
        return NULL;
    crypt_blocks(session->key, iv_bytes, copy, len, true);
    if (copy[len - 1] < 1 || copy[len - 1] > BLOCK)
        return NULL;
    return g_bytes_new(copy, len - copy[len - 1]);
}
