/* A module file's image, whatever it is compressed with. See codecs.h. */
#include "codecs.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

/*
 * fstat(2). glibc has had two names for it, either of which keeps the addon from loading with some glibc; where its
 * structure is that of the kernel (and of musl), no name is needed.
 */
static int file_status(int descriptor, struct stat *status)
{
#if defined(__x86_64__) || defined(__aarch64__)
	return (int)syscall(SYS_fstat, descriptor, status);
#elif defined(__arm__) && !defined(__USE_TIME_BITS64)
	return (int)syscall(SYS_fstat64, descriptor, status);
#else
	return fstat(descriptor, status);
#endif
}

int64_t kmod_file_size(int descriptor, uint64_t limit)
{
	struct stat status;

	if (file_status(descriptor, &status) != 0)
		return -errno;
	if (S_ISDIR(status.st_mode))
		return -EISDIR;
	if (!S_ISREG(status.st_mode))
		return -EINVAL;
	return (uint64_t)status.st_size > limit ? -EFBIG : status.st_size;
}

static int read_all(int descriptor, size_t size, struct kmod_buffer *buffer)
{
	int result = kmod_reserve(buffer, size);

	buffer->length = 0;
	while (result == 0 && buffer->length < size) {
		ssize_t count = read(descriptor, buffer->data + buffer->length, size - buffer->length);

		if (count == 0)
			return 0;
		if (count > 0)
			buffer->length += (size_t)count;
		else if (errno != EINTR)
			result = -errno;
	}
	return result;
}

static int read_file(const char *path, size_t limit, struct kmod_buffer *buffer)
{
	/* Without O_NONBLOCK, opening a FIFO that nobody writes to would wait for ever. */
	int descriptor = open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	int64_t size;
	int result;

	if (descriptor < 0)
		return -errno;
	size = kmod_file_size(descriptor, limit);
	result = size < 0 ? (int)size : read_all(descriptor, (size_t)size, buffer);
	close(descriptor);
	return result;
}

static int begins(const struct kmod_buffer *file, const char *magic, size_t length)
{
	return file->length >= length && memcmp(file->data, magic, length) == 0;
}

/* A plain file is its own image: the two change places, not the bytes. */
static int take(struct kmod_buffer *file, struct kmod_buffer *image)
{
	int result = image->admit == NULL ? 0 : image->admit(image->owner, file->capacity);

	if (result != 0)
		return result;
	image->data = file->data;
	image->length = file->length;
	image->capacity = file->capacity;
	*file = (struct kmod_buffer){ 0 };
	return 0;
}

int kmod_read_image(const char *path, size_t limit, struct kmod_buffer *file, struct kmod_buffer *image)
{
	const char *reason;
	int result = read_file(path, limit, file);

	if (result != 0)
		return result;
	if (begins(file, "\x1f\x8b", 2))
		result = kmod_decompress_gzip(file->data, file->length, limit, image, &reason);
	else if (begins(file, "\xfd" "7zXZ\0", 6))
		result = kmod_decompress_xz(file->data, file->length, limit, image);
	else if (begins(file, "\x28\xb5\x2f\xfd", 4))
		result = kmod_decompress_zstd(file->data, file->length, limit, image, &reason);
	else
		return take(file, image);
	return result > 0 ? -EBADMSG : result;
}
