/* Holds a reference on itself until 0 is written to its parameter `hold`. */
#include "lab.h"

static int held;

static int set_hold(const char *text, const struct kernel_param *parameter);
static int get_hold(char *buffer, const struct kernel_param *parameter);

static int begin(void) { return set_hold("1", 0); }

MODULE(begin, end_well);

static const struct kernel_param_ops hold_operations = {.set = set_hold, .get = get_hold};
PARAMETER_WITH(hold, "int", hold_operations, 0);

static int set_hold(const char *text, const struct kernel_param *parameter) {
	int wanted = text[0] != '0';
	if (wanted && !held)
		__module_get(&__this_module);
	if (!wanted && held)
		module_put(&__this_module);
	held = wanted;
	return 0;
}

static int get_hold(char *buffer, const struct kernel_param *parameter) {
	buffer[0] = '0' + held;
	buffer[1] = '\n';
	return 2;
}
