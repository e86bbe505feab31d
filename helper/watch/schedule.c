/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "helper/watch/schedule.h"

#include "common/number.h"
#include "helper/cooldown.h"
#include "helper/renew.h"

static int64_t min_s(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

int64_t schedule_retry_s(enum wc_code code, int64_t failures)
{
    if (code == WC_REFUSED)
        return SCHEDULE_REFUSED_S;
    return number_doubled(COOLDOWN_FIRST_S, failures, COOLDOWN_MOST_S);
}

int64_t schedule_next_s(const struct keep *keep, const struct moment *now)
{
    const struct record *held = &keep->held;
    int64_t next_s = SCHEDULE_LOOK_S;

    if (keep->failure.code != WC_OK)
        /* upwards, or it would be a moment too early */
        next_s = (keep->retry_ms - now->boot_ms + 999) / 1000;
    else if (held->lifetime_s > 0)
        next_s = min_s(renew_in_s(held, keep->renew_at, now),
                       record_fresh_for_s(held, now, keep->min_validity_s));
    if (next_s < SCHEDULE_SPACE_S)
        return SCHEDULE_SPACE_S;
    return min_s(next_s, SCHEDULE_LOOK_S);
}
