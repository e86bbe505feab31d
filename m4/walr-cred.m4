dnl SPDX-License-Identifier: MIT
dnl WC_CFLAG(VARIABLE, FLAG): append FLAG to VARIABLE where the compiler takes it.
AC_DEFUN([WC_CFLAG], [
  AS_VAR_PUSHDEF([cache], [wc_cv_cflag_$2])
  AC_CACHE_CHECK([whether $CC takes $2], [cache], [
    wc_saved=$CFLAGS
    CFLAGS="$CFLAGS -Werror $2"
    AC_COMPILE_IFELSE([AC_LANG_PROGRAM([[#include <string.h>]], [[return (int)strlen("");]])],
      [AS_VAR_SET([cache], [yes])], [AS_VAR_SET([cache], [no])])
    CFLAGS=$wc_saved])
  AS_VAR_IF([cache], [yes], [AS_VAR_APPEND([$1], [" $2"])])
  AS_VAR_POPDEF([cache])])

dnl WC_LDFLAG(VARIABLE, FLAG): the same for the linker.
AC_DEFUN([WC_LDFLAG], [
  AS_VAR_PUSHDEF([cache], [wc_cv_ldflag_$2])
  AC_CACHE_CHECK([whether the linker takes $2], [cache], [
    wc_saved=$LDFLAGS
    LDFLAGS="$LDFLAGS -Werror $2"
    AC_LINK_IFELSE([AC_LANG_PROGRAM()], [AS_VAR_SET([cache], [yes])], [AS_VAR_SET([cache], [no])])
    LDFLAGS=$wc_saved])
  AS_VAR_IF([cache], [yes], [AS_VAR_APPEND([$1], [" $2"])])
  AS_VAR_POPDEF([cache])])
