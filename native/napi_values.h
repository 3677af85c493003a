/*
 * Arguments and results of Node's binding. What takes an argument returns false or NULL, with an exception pending,
 * for one of the wrong type.
 */
#ifndef NAPI_VALUES_H
#define NAPI_VALUES_H

#include <node_api.h>

#include "kmod_sys.h"

struct view {
	uint8_t *data;
	size_t length;
};

/* Fetches the arguments, which must be exactly count. */
bool arguments(napi_env env, napi_callback_info info, size_t count, napi_value *values);

/* The bytes of a Uint8Array. */
bool bytes_of(napi_env env, napi_value value, struct view *view);

/* A number that is not negative. */
bool number_of(napi_env env, napi_value value, int64_t *number);

/* The bytes of an array of 32-bit numbers, passed as Uint8Array: at least so many numbers. */
bool numbers_of(napi_env env, napi_value value, size_t count, struct view *view);

/* From three values: bytes, where each string begins (and the last one ends), and how many strings there are. */
bool strings_of(napi_env env, const napi_value *values, struct kmod_strings *strings);

/* A string of C, to be freed, from the bytes of a Uint8Array without NUL. */
char *string_of(napi_env env, napi_value value);

napi_value to_number(napi_env env, double number);

/* A Uint8Array with a copy of these bytes. */
napi_value to_bytes(napi_env env, const void *bytes, size_t length);

/* A JavaScript value that stands for allocated data (NULL: no memory) of a kind of ours, and what it stands for. */
napi_value to_tagged(napi_env env, void *data, napi_finalize finalize, const napi_type_tag *tag);
void *tagged(napi_env env, napi_value value, const napi_type_tag *tag);

/* An entry of a napi_property_descriptor table. */
#define EXPORT(name, function) { name, NULL, function, NULL, NULL, NULL, napi_enumerable, NULL }

/* napi_batch.c's functions. */
void define_batch(napi_env env, napi_value exports);

/* napi_ahead.c's. */
void define_ahead(napi_env env, napi_value exports);

/* napi_files.c's. */
void define_files(napi_env env, napi_value exports);

/* napi_names.c's. */
void define_names(napi_env env, napi_value exports);

/* napi_trie.c's. */
void define_trie(napi_env env, napi_value exports);

#endif
