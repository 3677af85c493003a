/* QuickJS's binding of plain_sys.h's files, and of kmod_sys.h's questions about many of them. Paths are byte strings. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "plain_sys.h"
#include "qjs_values.h"

static JSValue to_result(JSContext *context, int result)
{
	return JS_NewInt32(context, result < 0 ? -errno : result);
}

/* What the buffer has as bytes, or the failure. */
static JSValue bytes_or(JSContext *context, int failure, struct kmod_buffer *buffer)
{
	if (failure == 0)
		return take_bytes(context, buffer);
	kmod_free_buffer(buffer);
	return JS_NewInt32(context, failure);
}

/* The same as a byte string. */
static JSValue text_or(JSContext *context, int failure, struct kmod_buffer *buffer)
{
	JSValue text = failure == 0 ? to_text(context, buffer->data, buffer->length) : JS_NewInt32(context, failure);

	kmod_free_buffer(buffer);
	return text;
}

BOUND(read_file)
{
	struct kmod_buffer bytes = { 0 };
	JSValue result;
	char *path = path_of(context, values[0], &result);
	bool mapped;
	int failure;

	if (path == NULL)
		return result;
	failure = kmod_read_file(path, &bytes, &mapped);
	free(path);
	return mapped ? take_mapped(context, &bytes) : bytes_or(context, failure, &bytes);
}

BOUND(read_input)
{
	struct kmod_buffer bytes = { 0 };

	return bytes_or(context, kmod_read_rest(STDIN_FILENO, &bytes), &bytes);
}

/* What a call with a path returns. */
static JSValue with_path(JSContext *context, JSValueConst value, int (*call)(const char *path))
{
	JSValue result;
	char *path = path_of(context, value, &result);

	if (path == NULL)
		return result;
	result = JS_NewInt32(context, call(path));
	free(path);
	return result;
}

/* The text that a call with a path gives. */
static JSValue text_by_path(JSContext *context, JSValueConst value,
			    int (*call)(const char *path, struct kmod_buffer *text))
{
	struct kmod_buffer text = { 0 };
	JSValue result;
	char *path = path_of(context, value, &result);
	int failure;

	if (path == NULL)
		return result;
	failure = call(path, &text);
	free(path);
	return text_or(context, failure, &text);
}

BOUND(open_file)
{
	return with_path(context, values[0], kmod_open);
}

BOUND(file_size)
{
	int64_t descriptor;

	if (!number_of(context, values[0], &descriptor))
		return JS_EXCEPTION;
	return JS_NewInt64(context, kmod_seekable_size((int)descriptor));
}

BOUND(read_at)
{
	int64_t descriptor, offset;
	struct view into;

	if (!number_of(context, values[0], &descriptor) || !number_of(context, values[1], &offset) ||
	    !bytes_of(context, values[2], &into))
		return JS_EXCEPTION;
	return JS_NewInt64(context, kmod_read_at((int)descriptor, (uint64_t)offset, into.data, into.length));
}

/* One read(2) of up to length bytes, as a byte string. */
BOUND(read_record)
{
	int64_t descriptor;
	uint8_t record[8192];
	ssize_t length;

	if (!number_of(context, values[0], &descriptor))
		return JS_EXCEPTION;
	length = read((int)descriptor, record, sizeof(record));
	return length < 0 ? JS_NewInt32(context, -errno) : to_text(context, record, (size_t)length);
}

BOUND(close_file)
{
	int64_t descriptor;

	if (!number_of(context, values[0], &descriptor))
		return JS_EXCEPTION;
	close((int)descriptor);
	return JS_UNDEFINED;
}

BOUND(list_directory)
{
	return text_by_path(context, values[0], kmod_list_directory);
}

BOUND(identify)
{
	struct kmod_buffer numbers = { 0 };
	size_t files = 0;
	struct view paths;

	if (!bytes_of(context, values[0], &paths))
		return JS_EXCEPTION;
	if (paths.length > 0 && paths.data[paths.length - 1] != 0)
		return JS_ThrowTypeError(context, "expected a NUL at the end");
	for (size_t at = 0; at < paths.length; at++)
		files += paths.data[at] == 0;
	numbers.length = numbers.capacity = files * KMOD_IDENTITY * sizeof(double);
	numbers.data = malloc(numbers.length + 1);
	if (numbers.data == NULL)
		kmod_out_of_memory();
	kmod_identify((const char *)paths.data, files, (double *)(void *)numbers.data);
	return take_bytes(context, &numbers);
}

/* Type, size, permission bits, and when the content was changed. */
BOUND(file_status)
{
	struct kmod_status status;
	JSValue result;
	char *path = path_of(context, values[0], &result);
	int failure;

	if (path == NULL)
		return result;
	failure = kmod_file_status(path, &status);
	free(path);
	if (failure != 0)
		return JS_NewInt32(context, failure);
	result = JS_NewArray(context);
	JS_SetPropertyUint32(context, result, 0, JS_NewStringLen(context, &status.type, 1));
	JS_SetPropertyUint32(context, result, 1, JS_NewInt64(context, status.size));
	JS_SetPropertyUint32(context, result, 2, JS_NewInt32(context, (int32_t)status.mode));
	JS_SetPropertyUint32(context, result, 3, JS_NewBigInt64(context, status.modified));
	if (status.device == 0)
		return result;
	JS_SetPropertyUint32(context, result, 4, JS_NewStringLen(context, &status.device, 1));
	JS_SetPropertyUint32(context, result, 5, JS_NewUint32(context, status.major_number));
	JS_SetPropertyUint32(context, result, 6, JS_NewUint32(context, status.minor_number));
	return result;
}

/* Whether a path leads to anything. */
BOUND(file_exists)
{
	struct kmod_status status;
	JSValue result;
	char *path = path_of(context, values[0], &result);
	int failure;

	if (path == NULL)
		return result;
	failure = kmod_file_status(path, &status);
	free(path);
	if (failure == -ENOENT || failure == -ENOTDIR)
		return JS_NewInt32(context, 0);
	return JS_NewInt32(context, failure == 0 ? 1 : failure);
}

BOUND(read_link)
{
	return text_by_path(context, values[0], kmod_read_link);
}

BOUND(create_file)
{
	JSValue result;
	struct view bytes;
	int64_t mode;
	char *path;

	if (!bytes_of(context, values[1], &bytes) || !number_of(context, values[2], &mode))
		return JS_EXCEPTION;
	path = path_of(context, values[0], &result);
	if (path == NULL)
		return result;
	result = JS_NewInt32(context, kmod_create_file(path, bytes.data, bytes.length, (unsigned int)mode));
	free(path);
	return result;
}

BOUND(overwrite_file)
{
	JSValue result;
	struct view bytes;
	char *path;

	if (!bytes_of(context, values[1], &bytes))
		return JS_EXCEPTION;
	path = path_of(context, values[0], &result);
	if (path == NULL)
		return result;
	result = JS_NewInt32(context, kmod_overwrite_file(path, bytes.data, bytes.length));
	free(path);
	return result;
}

/* A call with two paths. */
static JSValue with_two(JSContext *context, JSValueConst *values, int (*call)(const char *first, const char *second))
{
	JSValue result;
	char *first = path_of(context, values[0], &result);
	char *second = first == NULL ? NULL : path_of(context, values[1], &result);

	if (second != NULL)
		result = to_result(context, call(first, second));
	free(second);
	free(first);
	return result;
}

BOUND(make_link)
{
	return with_two(context, values, symlink);
}

BOUND(rename_file)
{
	return with_two(context, values, rename);
}

/* A call with a path and permission bits. */
static JSValue with_mode(JSContext *context, JSValueConst *values, int (*call)(const char *path, mode_t mode))
{
	JSValue result;
	int64_t mode;
	char *path;

	if (!number_of(context, values[1], &mode))
		return JS_EXCEPTION;
	path = path_of(context, values[0], &result);
	if (path == NULL)
		return result;
	result = to_result(context, call(path, (mode_t)mode));
	free(path);
	return result;
}

BOUND(make_directory)
{
	return with_mode(context, values, mkdir);
}

BOUND(set_mode)
{
	return with_mode(context, values, chmod);
}

static int remove_path(const char *path)
{
	return unlink(path) == 0 ? 0 : -errno;
}

BOUND(remove_file)
{
	return with_path(context, values[0], remove_path);
}

BOUND(sync_directory)
{
	return with_path(context, values[0], kmod_sync_directory);
}

void define_files(JSContext *context, JSValueConst object)
{
	static const JSCFunctionListEntry functions[] = {
		JS_CFUNC_DEF("readFile", 1, read_file),
		JS_CFUNC_DEF("readInput", 0, read_input),
		JS_CFUNC_DEF("open", 1, open_file),
		JS_CFUNC_DEF("size", 1, file_size),
		JS_CFUNC_DEF("readAt", 3, read_at),
		JS_CFUNC_DEF("readRecord", 1, read_record),
		JS_CFUNC_DEF("close", 1, close_file),
		JS_CFUNC_DEF("list", 1, list_directory),
		JS_CFUNC_DEF("identify", 1, identify),
		JS_CFUNC_DEF("status", 1, file_status),
		JS_CFUNC_DEF("exists", 1, file_exists),
		JS_CFUNC_DEF("readLink", 1, read_link),
		JS_CFUNC_DEF("create", 3, create_file),
		JS_CFUNC_DEF("overwrite", 2, overwrite_file),
		JS_CFUNC_DEF("link", 2, make_link),
		JS_CFUNC_DEF("rename", 2, rename_file),
		JS_CFUNC_DEF("makeDirectory", 2, make_directory),
		JS_CFUNC_DEF("setMode", 2, set_mode),
		JS_CFUNC_DEF("remove", 1, remove_file),
		JS_CFUNC_DEF("syncDirectory", 1, sync_directory),
	};

	JS_SetPropertyFunctionList(context, object, functions, COUNT(functions));
}
