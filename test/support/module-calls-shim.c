/*
 * Stands between the addon and the kernel: preloaded, it answers the system calls about modules itself, with the
 * errno of $SHIM_ERRNO, and writes each with its arguments as a line to the file $SHIM_CALLS. Other calls pass.
 */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>

static void finit_module(FILE *calls, const long *words)
{
	char link[64], path[4096];
	ssize_t length;

	snprintf(link, sizeof(link), "/proc/self/fd/%ld", words[0]);
	length = readlink(link, path, sizeof(path) - 1);
	path[length < 0 ? 0 : length] = '\0';
	fprintf(calls, "finit_module %s mode=%d cloexec=%d [%s] %ld\n", path,
		fcntl((int)words[0], F_GETFL) & O_ACCMODE, fcntl((int)words[0], F_GETFD), (const char *)words[1],
		words[2]);
}

static void init_module(FILE *calls, const long *words)
{
	const unsigned char *image = (const unsigned char *)words[0];

	fputs("init_module ", calls);
	for (long at = 0; at < words[1]; at++)
		fprintf(calls, "%02x", image[at]);
	fprintf(calls, " [%s]\n", (const char *)words[2]);
}

static void record(long number, const long *words)
{
	FILE *calls = fopen(getenv("SHIM_CALLS"), "a");

	if (calls == NULL)
		abort();
	if (number == SYS_finit_module)
		finit_module(calls, words);
	else if (number == SYS_init_module)
		init_module(calls, words);
	else
		fprintf(calls, "delete_module [%s] %ld\n", (const char *)words[0], words[1]);
	fclose(calls);
}

long syscall(long number, ...)
{
	long (*next)(long, ...);
	long words[6];
	va_list list;

	va_start(list, number);
	for (int at = 0; at < 6; at++)
		words[at] = va_arg(list, long);
	va_end(list);
	if (number != SYS_finit_module && number != SYS_init_module && number != SYS_delete_module) {
		*(void **)&next = dlsym(RTLD_NEXT, "syscall");
		return next(number, words[0], words[1], words[2], words[3], words[4], words[5]);
	}
	record(number, words);
	errno = getenv("SHIM_ERRNO") == NULL ? 0 : atoi(getenv("SHIM_ERRNO"));
	return errno == 0 ? 0 : -1;
}
