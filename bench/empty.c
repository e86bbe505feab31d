/* SPDX-License-Identifier: MIT */
/*
 * empty.c - nothing, dynamically linked: what a program costs before it has
 * done anything.
 */
#include "config.h"

int main(void)
{
    return 0;
}
