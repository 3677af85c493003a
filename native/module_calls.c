/*
 * The system calls that insert and remove modules, and the kernel's log. See kmod_sys.h.
 *
 * Always through libc's syscall(2) function, so that a test's preloaded library can stand in between.
 */
#include "kmod_sys.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/syscall.h>
#include <unistd.h>

static int negated(long result)
{
	return result < 0 ? -errno : (int)result;
}

int kmod_insert_file(const char *path, const char *options, int flags)
{
	int descriptor = open(path, O_RDONLY | O_CLOEXEC);
	int result;

	if (descriptor < 0)
		return -errno;
	result = negated(syscall(SYS_finit_module, descriptor, options, flags));
	close(descriptor);
	return result;
}

int kmod_insert_image(const uint8_t *image, size_t length, const char *options)
{
	return negated(syscall(SYS_init_module, image, length, options));
}

int kmod_remove_module(const char *name, unsigned int flags)
{
	return negated(syscall(SYS_delete_module, name, flags));
}

int kmod_open_kernel_log(void)
{
	int descriptor = open("/dev/kmsg", O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	int result;

	if (descriptor < 0)
		return -errno;
	if (lseek(descriptor, 0, SEEK_END) >= 0)
		return descriptor;
	result = -errno;
	close(descriptor);
	return result;
}
