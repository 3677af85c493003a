/* Node's binding of kmod_sys.h: arguments in, results out. Wrong argument types throw TypeError. */
#include <node_api.h>
#include <stdlib.h>
#include <string.h>

#include "kmod_sys.h"
#include "napi_values.h"

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
	return result == 0 ? to_bytes(env, output->data, output->length) : to_number(env, result);
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
		return to_bytes(env, output->data, output->length);
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
	define_batch(env, exports);
	define_ahead(env, exports);
	define_files(env, exports);
	define_names(env, exports);
	define_trie(env, exports);
	return exports;
}
