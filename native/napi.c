/* Node's binding of kmod_sys.h: arguments in, results out. Wrong argument types throw TypeError. */
#include <node_api.h>
#include <stdlib.h>
#include <string.h>

#include "kmod_sys.h"

struct view {
	uint8_t *data;
	size_t length;
};

/* Fetches the arguments; false (and a pending TypeError) unless there are exactly count. */
static bool arguments(napi_env env, napi_callback_info info, size_t count, napi_value *values)
{
	size_t given = count;

	if (napi_get_cb_info(env, info, &given, values, NULL, NULL) == napi_ok && given == count)
		return true;
	napi_throw_type_error(env, NULL, "wrong number of arguments");
	return false;
}

static bool bytes_of(napi_env env, napi_value value, struct view *view)
{
	napi_typedarray_type type;
	bool is_array = false;
	void *data = NULL;

	napi_is_typedarray(env, value, &is_array);
	if (is_array && napi_get_typedarray_info(env, value, &type, &view->length, &data, NULL, NULL) == napi_ok &&
	    type == napi_uint8_array) {
		view->data = data;
		return true;
	}
	napi_throw_type_error(env, NULL, "expected a Uint8Array");
	return false;
}

static bool number_of(napi_env env, napi_value value, int64_t *number)
{
	napi_valuetype type = napi_undefined;

	napi_typeof(env, value, &type);
	if (type == napi_number && napi_get_value_int64(env, value, number) == napi_ok && *number >= 0)
		return true;
	napi_throw_type_error(env, NULL, "expected a number that is not negative");
	return false;
}

/* A string of C from bytes, to be freed; NULL (and a pending exception) for bytes with a NUL in them. */
static char *string_of(napi_env env, napi_value value)
{
	struct view view;
	char *string;

	if (!bytes_of(env, value, &view))
		return NULL;
	if (view.length > 0 && memchr(view.data, 0, view.length) != NULL) {
		napi_throw_type_error(env, NULL, "unexpected NUL byte");
		return NULL;
	}
	string = malloc(view.length + 1);
	if (string == NULL) {
		napi_throw_error(env, NULL, "out of memory");
		return NULL;
	}
	if (view.length > 0)
		memcpy(string, view.data, view.length);
	string[view.length] = '\0';
	return string;
}

static napi_value to_number(napi_env env, int number)
{
	napi_value value = NULL;

	napi_create_int32(env, number, &value);
	return value;
}

/*
 * A copy: external memory would be freed by a finalizer, which Node runs from the event loop, and the tools never
 * return to that while they work.
 */
static napi_value to_array(napi_env env, const struct kmod_buffer *bytes)
{
	napi_value memory, array = NULL;
	void *data = NULL;

	if (napi_create_arraybuffer(env, bytes->length, &data, &memory) != napi_ok)
		return NULL;
	if (bytes->length > 0)
		memcpy(data, bytes->data, bytes->length);
	napi_create_typedarray(env, napi_uint8_array, bytes->length, memory, 0, &array);
	return array;
}

/* Kept between calls: thousands of modules are decompressed one after the other. */
static struct kmod_buffer kept;

/* A huge file must not hold its memory while all the small ones follow. */
#define KEPT ((size_t)64 << 20)

static struct kmod_buffer *kept_buffer(void)
{
	if (kept.capacity > KEPT)
		kmod_free_buffer(&kept);
	return &kept;
}

static napi_value decompress_xz(napi_env env, napi_callback_info info)
{
	napi_value values[2];
	struct view input;
	int64_t limit;
	struct kmod_buffer *output = kept_buffer();
	int result;

	if (!arguments(env, info, 2, values) || !bytes_of(env, values[0], &input) ||
	    !number_of(env, values[1], &limit))
		return NULL;
	result = kmod_decompress_xz(input.data, input.length, (size_t)limit, output);
	return result == 0 ? to_array(env, output) : to_number(env, result);
}

static napi_value decompress_zstd(napi_env env, napi_callback_info info)
{
	napi_value values[2], text = NULL;
	struct view input;
	int64_t limit;
	struct kmod_buffer *output = kept_buffer();
	const char *reason = "";
	int result;

	if (!arguments(env, info, 2, values) || !bytes_of(env, values[0], &input) ||
	    !number_of(env, values[1], &limit))
		return NULL;
	result = kmod_decompress_zstd(input.data, input.length, (size_t)limit, output, &reason);
	if (result == 0)
		return to_array(env, output);
	if (result < 0)
		return to_number(env, result);
	napi_create_string_utf8(env, reason, NAPI_AUTO_LENGTH, &text);
	return text;
}

static napi_value send_syslog(napi_env env, napi_callback_info info)
{
	napi_value values[3];
	int64_t severity;
	char *identity, *message;

	if (!arguments(env, info, 3, values) || !number_of(env, values[1], &severity))
		return NULL;
	identity = string_of(env, values[0]);
	message = identity == NULL ? NULL : string_of(env, values[2]);
	if (message != NULL)
		kmod_syslog(identity, (int)severity, message);
	free(message);
	free(identity);
	return NULL;
}

static napi_value insert_file(napi_env env, napi_callback_info info)
{
	napi_value values[3], result = NULL;
	int64_t flags;
	char *path, *options;

	if (!arguments(env, info, 3, values) || !number_of(env, values[2], &flags))
		return NULL;
	path = string_of(env, values[0]);
	options = path == NULL ? NULL : string_of(env, values[1]);
	if (options != NULL)
		result = to_number(env, kmod_insert_file(path, options, (int)flags));
	free(options);
	free(path);
	return result;
}

static napi_value insert_image(napi_env env, napi_callback_info info)
{
	napi_value values[2], result = NULL;
	struct view image;
	char *options;

	if (!arguments(env, info, 2, values) || !bytes_of(env, values[0], &image))
		return NULL;
	options = string_of(env, values[1]);
	if (options != NULL)
		result = to_number(env, kmod_insert_image(image.data, image.length, options));
	free(options);
	return result;
}

static napi_value remove_module(napi_env env, napi_callback_info info)
{
	napi_value values[2], result = NULL;
	int64_t flags;
	char *name;

	if (!arguments(env, info, 2, values) || !number_of(env, values[1], &flags))
		return NULL;
	name = string_of(env, values[0]);
	if (name != NULL)
		result = to_number(env, kmod_remove_module(name, (unsigned int)flags));
	free(name);
	return result;
}

static napi_value run_shell(napi_env env, napi_callback_info info)
{
	napi_value values[2];
	struct view additions;
	char *command;
	int result;

	if (!arguments(env, info, 2, values) || !bytes_of(env, values[1], &additions))
		return NULL;
	if (additions.length > 0 && additions.data[additions.length - 1] != 0) {
		napi_throw_type_error(env, NULL, "expected a NUL at the end");
		return NULL;
	}
	command = string_of(env, values[0]);
	if (command == NULL)
		return NULL;
	result = kmod_run_shell(command, (char *)additions.data, additions.length);
	free(command);
	return to_number(env, result);
}

static napi_value open_kernel_log(napi_env env, napi_callback_info info)
{
	return arguments(env, info, 0, NULL) ? to_number(env, kmod_open_kernel_log()) : NULL;
}

#define EXPORT(name, function) { name, NULL, function, NULL, NULL, NULL, napi_enumerable, NULL }

NAPI_MODULE_INIT()
{
	const napi_property_descriptor properties[] = {
		EXPORT("decompressXz", decompress_xz),
		EXPORT("decompressZstd", decompress_zstd),
		EXPORT("syslog", send_syslog),
		EXPORT("insertFile", insert_file),
		EXPORT("insertImage", insert_image),
		EXPORT("removeModule", remove_module),
		EXPORT("runShell", run_shell),
		EXPORT("openKernelLog", open_kernel_log),
	};

	napi_define_properties(env, exports, sizeof(properties) / sizeof(properties[0]), properties);
	return exports;
}
