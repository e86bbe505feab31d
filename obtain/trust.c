/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "obtain/trust.h"

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

enum wc_code trust_set(CURL *curl, const struct request *request,
                       struct wc_error *err)
{
    return request->ca_file ? set_file(curl, request->ca_file, err) : WC_OK;
}
