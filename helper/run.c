/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "helper/run.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/cleanup.h"
#include "helper/path-search.h"

void run_prepare(struct inherited *inherited)
{
    inherited->umask = umask(077); /* FS-5 */
}

void run_restore(const struct inherited *inherited)
{
    (void)setrlimit(RLIMIT_CORE, &inherited->core);
    (void)sigprocmask(SIG_SETMASK, &inherited->mask, NULL);
}

enum wc_code run_instead(const struct inherited *inherited, char **argv,
                         struct wc_error *err)
{
    auto_str path = path_search(argv[0]);

    if (!path)
        return wc_fail(err, WC_USAGE,
                       "cannot run '%s' (%s): install it, or "
                       "give its path",
                       argv[0], strerror(errno));
    run_restore(inherited);
    (void)umask(inherited->umask);
    (void)execv(path, argv);
    return wc_fail(err, WC_USAGE, "cannot run '%s' (%s)", path,
                   strerror(errno));
}
