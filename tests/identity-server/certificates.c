/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "tests/identity-server/certificates.h"

#include <gnutls/x509.h>
#include <string.h>
#include <time.h>

#define DAY_S 86400

/* A key and the certificate for it. */
struct identity {
    gnutls_x509_privkey_t key;
    gnutls_x509_crt_t crt;
};

static bool make_key(gnutls_x509_privkey_t *ret)
{
    return gnutls_x509_privkey_init(ret) == 0 &&
           gnutls_x509_privkey_generate(
               *ret, GNUTLS_PK_EC,
               GNUTLS_CURVE_TO_BITS(GNUTLS_ECC_CURVE_SECP256R1), 0) == 0;
}

static bool set_names(gnutls_x509_crt_t crt, const char *common_name,
                      const char *const *dns, bool addresses)
{
    static const unsigned char v4[] = { 127, 0, 0, 1 };
    static const unsigned char v6[16] = { [15] = 1 };

    if (gnutls_x509_crt_set_dn_by_oid(crt, GNUTLS_OID_X520_COMMON_NAME, 0,
                                      common_name,
                                      (unsigned)strlen(common_name)) != 0)
        return false;
    for (; dns && *dns; dns++) {
        if (gnutls_x509_crt_set_subject_alt_name(crt, GNUTLS_SAN_DNSNAME, *dns,
                                                 (unsigned)strlen(*dns),
                                                 GNUTLS_FSAN_APPEND) != 0)
            return false;
    }
    return !addresses ||
           (gnutls_x509_crt_set_subject_alt_name(crt, GNUTLS_SAN_IPADDRESS, v4,
                                                 sizeof(v4),
                                                 GNUTLS_FSAN_APPEND) == 0 &&
            gnutls_x509_crt_set_subject_alt_name(crt, GNUTLS_SAN_IPADDRESS, v6,
                                                 sizeof(v6),
                                                 GNUTLS_FSAN_APPEND) == 0);
}

/* What a certificate is to say. */
struct plan {
    const char *common_name;
    const char *const *dns;
    bool addresses, ca;
    int from_days, until_days; /* from now */
    unsigned char serial;
};

/* Make IDENTITY as PLAN says, signed by ISSUER or by itself. */
static bool make(struct identity *identity, const struct plan *plan,
                 const struct identity *issuer)
{
    time_t now = time(NULL);

    if (!make_key(&identity->key) ||
        gnutls_x509_crt_init(&identity->crt) != 0 ||
        gnutls_x509_crt_set_version(identity->crt, 3) != 0 ||
        gnutls_x509_crt_set_key(identity->crt, identity->key) != 0 ||
        gnutls_x509_crt_set_serial(identity->crt, &plan->serial, 1) != 0 ||
        gnutls_x509_crt_set_activation_time(
            identity->crt, now + plan->from_days * DAY_S) != 0 ||
        gnutls_x509_crt_set_expiration_time(
            identity->crt, now + plan->until_days * DAY_S) != 0 ||
        !set_names(identity->crt, plan->common_name, plan->dns,
                   plan->addresses) ||
        gnutls_x509_crt_set_basic_constraints(identity->crt, plan->ca, -1) !=
            0 ||
        gnutls_x509_crt_set_key_usage(identity->crt,
                                      plan->ca ? GNUTLS_KEY_KEY_CERT_SIGN
                                               : GNUTLS_KEY_DIGITAL_SIGNATURE))
        return false;
    if (!issuer)
        issuer = identity;
    return gnutls_x509_crt_sign2(identity->crt, issuer->crt, issuer->key,
                                 GNUTLS_DIG_SHA256, 0) == 0;
}

static bool make_credentials(gnutls_certificate_credentials_t *ret,
                             const struct plan *plan,
                             const struct identity *issuer)
{
    struct identity identity = { 0 };
    bool made = make(&identity, plan, issuer) &&
                gnutls_certificate_allocate_credentials(ret) == 0 &&
                gnutls_certificate_set_x509_key(*ret, &identity.crt, 1,
                                                identity.key) >= 0;

    gnutls_x509_crt_deinit(identity.crt);
    gnutls_x509_privkey_deinit(identity.key);
    return made;
}

bool certificates_make(struct certificates *ret, const char *name)
{
    const char *const dns[] = { "localhost", name, NULL };
    const char *const elsewhere[] = { "elsewhere.example", NULL };
    const struct plan authority = {
        "identity-server CA", NULL, false, true, -1, 30, 1
    };
    const struct plan plans[CERTIFICATES] = {
        [CERTIFICATE_GOOD] = { "identity-server", dns, true, false, -1, 30, 2 },
        [CERTIFICATE_EXPIRED] = { "expired", dns, true, false, -30, -1, 3 },
        [CERTIFICATE_WRONG_HOST] = { "elsewhere.example", elsewhere, false,
                                     false, -1, 30, 4 },
        [CERTIFICATE_SELF_SIGNED] = { "self", dns, true, false, -1, 30, 5 },
    };
    struct identity ca = { 0 };
    bool made =
        make(&ca, &authority, NULL) &&
        gnutls_x509_crt_export2(ca.crt, GNUTLS_X509_FMT_PEM, &ret->ca_pem) == 0;

    for (size_t i = 0; made && i < CERTIFICATES; i++)
        made = make_credentials(&ret->credentials[i], &plans[i],
                                i == CERTIFICATE_SELF_SIGNED ? NULL : &ca);
    gnutls_x509_crt_deinit(ca.crt);
    gnutls_x509_privkey_deinit(ca.key);
    return made;
}

void certificates_free(struct certificates *certificates)
{
    for (size_t i = 0; i < CERTIFICATES; i++) {
        if (certificates->credentials[i])
            gnutls_certificate_free_credentials(certificates->credentials[i]);
    }
    gnutls_free(certificates->ca_pem.data);
}
