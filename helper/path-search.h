/* SPDX-License-Identifier: MIT */
/*
 * path-search.h - a program that the user names, found without surprises.
 */
#ifndef HELPER_PATH_SEARCH_H
#define HELPER_PATH_SEARCH_H

/*
 * The absolute path, to be freed, of the program NAME: the first executable
 * regular file of that name in an absolute folder of PATH.  An entry that is
 * empty or relative, such as `.`, is passed over (HOST-11).  A NAME with a '/'
 * is not looked up: the user said which file it is.  NULL with errno: ENOENT
 * where there is none, EACCES where what is there cannot be run.
 */
char *path_search(const char *name);

#endif
