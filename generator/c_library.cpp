// SPDX-License-Identifier: MIT
#include <generator/c_library.hpp>

#include <algorithm>
#include <iterator>
#include <string>

namespace etch::generator {
namespace {

// What the headers of glibc declare, and a few of other C libraries; each word between two blanks. Left out
// is what is known by its beginning or its end, as below.
constexpr std::string_view library =
    " "
    // <ctype.h>, <wchar.h>, <wctype.h>
    "btowc c16rtomb c32rtomb c8rtomb fgetwc fgetws fputwc fputws fwide getwc getwchar isalnum isalpha "
    "isascii isblank iscntrl isctype isdigit isgraph islower isprint ispunct isspace isupper isxdigit "
    "mbrlen mbrtoc16 mbrtoc32 mbrtoc8 mbrtowc mbsinit mbsnrtowcs mbsrtowcs open_wmemstream putwc putwchar "
    "toascii tolower toupper towctrans towlower towupper ungetwc wcpcpy wcpncpy wcrtomb wctob wctrans "
    "wctype wcwidth "
    // <string.h>, <strings.h>
    "basename bcmp bcopy bzero explicit_bzero ffs ffsl ffsll index itoa memccpy memchr memcmp memcpy "
    "memfrob memmem memmove mempcpy memrchr memset rawmemchr rindex sigabbrev_np sigdescr_np stpcpy stpncpy "
    "strcasecmp strcasestr strcat strchr strchrnul strcmp strcoll strcpy strcspn strdup strerror "
    "strerrordesc_np strerrorname_np strfry strlcat strlcpy strlen strlwr strncasecmp strncat strncmp "
    "strncpy strndup strnlen strpbrk strrchr strsep strsignal strspn strstr strtok strupr strverscmp "
    "strxfrm utoa "
    // <time.h>
    "asctime clock clock_adjtime clock_getcpuclockid clock_getres clock_gettime clock_nanosleep "
    "clock_settime ctime daylight difftime dysize getdate getdate_err gmtime itimerspec localtime mktime "
    "nanosleep sigevent strftime strptime time timegm timelocal timer_create timer_delete timer_getoverrun "
    "timer_gettime timer_settime timespec timespec_get timespec_getres timeval timex timezone tzname tzset "
    // <stdio.h>
    "clearerr ctermid cuserid fclose fcloseall fdopen feof ferror fflush fgetc fgetpos fgets fileno "
    "flockfile fmemopen fopen fopencookie fputc fputs fread freopen fseek fseeko fsetpos ftell ftello "
    "ftrylockfile funlockfile fwrite getc getchar getdelim getline getw obstack open_memstream pclose "
    "perror popen putc putchar puts putw remove rename renameat renameat2 rewind setbuf setbuffer "
    "setlinebuf setvbuf tempnam tmpfile tmpnam ungetc "
    // <stdlib.h>; <sys/types.h> and <sys/select.h>, which it includes
    "a64l abort abs aligned_alloc alloca arc4random arc4random_buf arc4random_uniform at_quick_exit atexit "
    "atof atoi atol atoll bsearch calloc canonicalize_file_name clearenv div drand48 drand48_data ecvt "
    "erand48 exit fcvt fd_mask fd_set free gcvt getenv getloadavg getpt getsubopt grantpt heapsort "
    "initstate jrand48 l64a labs lcong48 ldiv llabs lldiv lrand48 malloc mblen mbstowcs mbtowc mergesort "
    "mkdtemp mkostemp mkostemps mkstemp mkstemps mktemp mrand48 nrand48 on_exit posix_memalign posix_openpt "
    "pselect ptsname putenv qecvt qfcvt qgcvt qsort quick_exit radixsort rand random random_data realloc "
    "reallocarray realpath rpmatch secure_getenv seed48 select setenv setstate srand srand48 srandom "
    "strfromd strfromf strfroml strtod strtof strtol strtold strtoll strtoq strtoul strtoull strtouq system "
    "u_char u_int u_long u_short uint ulong unlockpt unsetenv ushort valloc wctomb "
    // <fenv.h>
    "feclearexcept fedisableexcept feenableexcept fegetenv fegetexcept fegetexceptflag fegetmode fegetround "
    "feholdexcept feraiseexcept fesetenv fesetexcept fesetexceptflag fesetmode fesetround fetestexcept "
    "fetestexceptflag feupdateenv "
    // <locale.h>, <libintl.h>, <inttypes.h>
    "bind_textdomain_codeset bindtextdomain dcgettext dcngettext dgettext dngettext duplocale freelocale "
    "gettext imaxabs imaxdiv lconv localeconv newlocale ngettext setlocale strtoimax strtoumax textdomain "
    "uselocale "
    // <setjmp.h>, <signal.h>
    "gsignal jmp_buf kill killpg longjmp psiginfo psignal raise setjmp sigaction sigaddset sigaltstack "
    "sigandset sigblock sigcontext sigdelset sigemptyset sigfillset siggetmask sighold sigignore "
    "siginterrupt sigisemptyset sigismember sigjmp_buf siglongjmp signal sigorset sigpause sigpending "
    "sigprocmask sigqueue sigrelse sigreturn sigset sigsetmask sigstack sigsuspend sigtimedwait sigval "
    "sigwait sigwaitinfo ssignal sysv_signal tgkill "
    // <fcntl.h>, <semaphore.h>, <sys/stat.h>, <sys/time.h>, <sys/wait.h>, <unistd.h>
    "access acct adjtime alarm brk chdir chmod chown chroot clone close close_range closefrom confstr "
    "copy_file_range creat crypt daemon dup dup2 dup3 eaccess endusershell environ euidaccess execl execle "
    "execlp execv execve execveat execvp execvpe faccessat fchdir fchmod fchown fchownat fcntl fdatasync "
    "fexecve fork fpathconf fstat fsync ftruncate futimes futimesat get_current_dir_name getcpu getcwd "
    "getdomainname getdtablesize getegid getentropy geteuid getgid getgroups gethostid gethostname "
    "getitimer getlogin getopt getpagesize getpass getpgid getpgrp getpid getppid getresgid getresuid "
    "getsid gettid gettimeofday getuid getusershell getwd group_member isatty itimerval lchown link linkat "
    "lockf lseek lstat lutimes mkdir mkfifo mknod nice open openat optarg opterr optind optopt pathconf "
    "pause pipe pipe2 pread profil program_invocation_name program_invocation_short_name pwrite read "
    "readlink readlinkat revoke rmdir sbrk sem_clockwait sem_close sem_destroy sem_getvalue sem_init "
    "sem_open sem_post sem_timedwait sem_trywait sem_unlink sem_wait setdomainname setegid seteuid setgid "
    "sethostid sethostname setitimer setlogin setns setpgid setpgrp setregid setresgid setresuid setreuid "
    "setsid settimeofday setuid setusershell sleep stat swab symlink symlinkat sync syncfs syscall sysconf "
    "tcgetpgrp tcsetpgrp truncate ttyname ttyslot ualarm umask unlink unlinkat unshare usleep utimes vfork "
    "vhangup wait waitpid write "
    "FILE WEOF tm va_list ";

// <math.h>: each for double, and with a suffix for the other types. The last line's narrow a result.
constexpr std::string_view math =
    " "
    "acos acosh asin asinh atan atan2 atanh canonicalize cbrt ceil copysign cos cosh drem erf erfc exp "
    "exp10 exp2 expm1 fabs fdim finite floor fma fmax fmaximum fmaximum_mag fmaximum_mag_num fmaximum_num "
    "fmaxmag fmin fminimum fminimum_mag fminimum_mag_num fminimum_num fminmag fmod fpclassify frexp fromfp "
    "fromfpx gamma getpayload hypot ilogb iscanonical isfinite isgreater isgreaterequal isinf isless "
    "islessequal islessgreater isnan isnormal issignaling isunordered j0 j1 jn ldexp llogb llrint "
    "llround log log10 log1p log2 logb lrint lround modf nan nearbyint nextafter nextdown nexttoward nextup "
    "pow remainder remquo rint round roundeven scalb scalbln scalbn setpayload setpayloadsig signbit "
    "signgam significand sin sincos sinh sqrt tan tanh tgamma totalorder totalordermag trunc ufromfp "
    "ufromfpx y0 y1 yn "
    "daddl ddivl dfmal dmull dsqrtl dsubl fadd fdiv ffma fmul fsqrt fsub ";
constexpr std::string_view suffixes_of_math[]{"f", "l", "f16", "f32", "f64", "f128", "f32x", "f64x"};

constexpr std::string_view beginnings[]{"isw", "lgamma", "pthread_", "sched_", "wcs", "wmem"};
// POSIX keeps all names that end in _t for types, and <stdint.h> has many macros of such endings.
constexpr std::string_view endings[]{"_t", "_MAX", "_MIN", "_WIDTH", "printf", "scanf"};
// Of functions that are there a second time: reentrant, of a locale, without locks, for large files.
constexpr std::string_view suffixes[]{"_r", "_l", "_unlocked", "64"};

bool is_word_of(std::string_view text, std::string_view name) {
  const std::string word = " " + std::string(name) + " ";
  return text.find(word) != std::string_view::npos;
}

/// Whether the name is a word of the text, or one and a suffix.
template <std::size_t N>
bool is_word_of(std::string_view text, const std::string_view (&endings_of_words)[N], std::string_view name) {
  return is_word_of(text, name) ||
         std::any_of(std::begin(endings_of_words), std::end(endings_of_words), [&](std::string_view ending) {
           return name.ends_with(ending) && is_word_of(text, name.substr(0, name.size() - ending.size()));
         });
}

}  // namespace

bool is_of_c_library(std::string_view name) {
  const auto begins = [&](std::string_view beginning) { return name.starts_with(beginning); };
  const auto ends = [&](std::string_view ending) { return name.ends_with(ending); };
  return is_word_of(library, suffixes, name) || is_word_of(math, suffixes_of_math, name) ||
         std::any_of(std::begin(beginnings), std::end(beginnings), begins) ||
         std::any_of(std::begin(endings), std::end(endings), ends);
}

}  // namespace etch::generator
