/* Node's binding of kmod_sys.h's questions about many files. */
#include <stdlib.h>
#include <string.h>

#include "kmod_sys.h"
#include "napi_values.h"

static napi_value list_directory(napi_env env, napi_callback_info info)
{
	napi_value values[1], result;
	struct kmod_buffer list = { 0 };
	char *path;
	int failure;

	if (!arguments(env, info, 1, values))
		return NULL;
	path = string_of(env, values[0]);
	if (path == NULL)
		return NULL;
	failure = kmod_list_directory(path, &list);
	free(path);
	result = failure == 0 ? to_bytes(env, list.data, list.length) : to_number(env, failure);
	kmod_free_buffer(&list);
	return result;
}

static size_t count_strings(const struct view *strings)
{
	size_t count = 0;

	for (size_t at = 0; at < strings->length; at++)
		count += strings->data[at] == 0;
	return count;
}

static napi_value identify(napi_env env, napi_callback_info info)
{
	napi_value values[1], memory, array = NULL;
	struct view paths;
	size_t count;
	void *data;

	if (!arguments(env, info, 1, values) || !bytes_of(env, values[0], &paths))
		return NULL;
	if (paths.length > 0 && paths.data[paths.length - 1] != 0) {
		napi_throw_type_error(env, NULL, "expected a NUL at the end");
		return NULL;
	}
	count = count_strings(&paths);
	if (napi_create_arraybuffer(env, count * KMOD_IDENTITY * sizeof(double), &data, &memory) != napi_ok)
		return NULL;
	kmod_identify((const char *)paths.data, count, data);
	napi_create_typedarray(env, napi_float64_array, count * KMOD_IDENTITY, memory, 0, &array);
	return array;
}

void define_files(napi_env env, napi_value exports)
{
	const napi_property_descriptor properties[] = {
		EXPORT("listDirectory", list_directory),
		EXPORT("identify", identify),
	};

	napi_define_properties(env, exports, sizeof(properties) / sizeof(properties[0]), properties);
}
