/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "obtain/trust.h"

#include <string.h>

#include "obtain/ca-file.h"

#define CA_FILE_MAX (1024 * 1024)

/* The file is looked at and read through one descriptor. */
static enum wc_code set_file(CURL *curl, const char *path, struct wc_error *err)
{
    auto_secret pem = SECRET_MAX(CA_FILE_MAX);
    struct curl_blob blob;

    if (ca_file_read(path, &pem, err) != WC_OK)
        return err->code;
    blob = (struct curl_blob){ .data = pem.bytes,
                               .len = pem.len,
                               .flags = CURL_BLOB_COPY };
    if (curl_easy_setopt(curl, CURLOPT_CAINFO_BLOB, &blob) != CURLE_OK ||
        curl_easy_setopt(curl, CURLOPT_CAPATH, NULL) != CURLE_OK)
        return wc_fail(err, WC_INTERNAL, "libcurl takes no ca-file");
    return WC_OK;
}

/* The store as libcurl was built with, and the form that is faster. */
static enum wc_code set_system(CURL *curl, struct trust *trust,
                               struct wc_error *err)
{
    const char *library = curl_version_info(CURLVERSION_NOW)->ssl_version;
    bool openssl = strncmp(library, "OpenSSL/", strlen("OpenSSL/")) == 0;
    bool gnutls = strncmp(library, "GnuTLS/", strlen("GnuTLS/")) == 0;
    CURLoption left_out = openssl ? CURLOPT_CAINFO : CURLOPT_CAPATH;

    if (curl_easy_getinfo(curl, CURLINFO_CAINFO, &trust->bundle) != CURLE_OK ||
        curl_easy_getinfo(curl, CURLINFO_CAPATH, &trust->folder) != CURLE_OK ||
        !trust->bundle || !trust->folder || !(openssl || gnutls))
        return WC_OK; /* libcurl knows best */
    if (curl_easy_setopt(curl, left_out, NULL) != CURLE_OK)
        return wc_fail(err, WC_INTERNAL, "libcurl does not do without %s",
                       openssl ? "CAINFO" : "CAPATH");
    trust->may_widen = true;
    return WC_OK;
}

enum wc_code trust_set(CURL *curl, const struct request *request,
                       struct trust *ret, struct wc_error *err)
{
    struct trust trust = { .may_widen = false };

    if ((request->ca_file ? set_file(curl, request->ca_file, err)
                          : set_system(curl, &trust, err)) != WC_OK)
        return err->code;
    *ret = trust;
    return WC_OK;
}

bool trust_widen(CURL *curl, struct trust *trust, CURLcode failure)
{
    if (!trust->may_widen || failure != CURLE_PEER_FAILED_VERIFICATION)
        return false;
    trust->may_widen = false;
    return curl_easy_setopt(curl, CURLOPT_CAINFO, trust->bundle) == CURLE_OK &&
           curl_easy_setopt(curl, CURLOPT_CAPATH, trust->folder) == CURLE_OK;
}
