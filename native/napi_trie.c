/* Node's binding of kmod_sys.h's binary indexes. */
#include <string.h>

#include "kmod_sys.h"
#include "napi_values.h"

/* The bytes of an array of 32-bit numbers, of which there are at least so many. */
static bool numbers_of(napi_env env, napi_value value, size_t count, struct view *view)
{
	if (!bytes_of(env, value, view))
		return false;
	if (view->length / 4 >= count && (uintptr_t)view->data % 4 == 0)
		return true;
	napi_throw_range_error(env, NULL, "too few numbers");
	return false;
}

/* From three arguments: bytes, where each string begins, how many there are. */
static bool strings_of(napi_env env, const napi_value *values, struct kmod_strings *strings)
{
	struct view bytes, starts;
	int64_t count;

	if (!bytes_of(env, values[0], &bytes) || !number_of(env, values[2], &count) ||
	    !numbers_of(env, values[1], (size_t)count + 1, &starts))
		return false;
	if (bytes.data == NULL)
		bytes.data = (uint8_t *)"";
	*strings = (struct kmod_strings){ bytes.data, bytes.length, (const int32_t *)(void *)starts.data, (size_t)count };
	return true;
}

static napi_value copy_of(napi_env env, const struct kmod_buffer *buffer)
{
	napi_value memory, array = NULL;
	void *data;

	if (napi_create_arraybuffer(env, buffer->length, &data, &memory) != napi_ok)
		return NULL;
	if (buffer->length > 0)
		memcpy(data, buffer->data, buffer->length);
	napi_create_typedarray(env, napi_uint8_array, buffer->length, memory, 0, &array);
	return array;
}

static napi_value encode_trie(napi_env env, napi_callback_info info)
{
	struct kmod_trie_entries entries;
	struct kmod_buffer index = { 0 };
	struct view value_of, priorities;
	napi_value values[8], result;
	int failure;

	if (!arguments(env, info, 8, values) || !strings_of(env, values, &entries.keys) ||
	    !strings_of(env, values + 3, &entries.values) ||
	    !numbers_of(env, values[6], entries.keys.count, &value_of) ||
	    !numbers_of(env, values[7], entries.keys.count, &priorities))
		return NULL;
	entries.value_of = (const int32_t *)(void *)value_of.data;
	entries.priorities = (const uint32_t *)(void *)priorities.data;
	failure = kmod_encode_trie(&entries, &index);
	result = failure == 0 ? copy_of(env, &index) : to_number(env, failure);
	kmod_free_buffer(&index);
	return result;
}

void define_trie(napi_env env, napi_value exports)
{
	const napi_property_descriptor properties[] = {
		EXPORT("encodeTrie", encode_trie),
	};

	napi_define_properties(env, exports, sizeof(properties) / sizeof(properties[0]), properties);
}
