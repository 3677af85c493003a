/* Exports a function, and shows two parameters. */
#include "lab.h"

MODULE(begin_well, end_well);
INT_PARAMETER(val, 0);
TEXT_PARAMETER(str);

void lab_base(void) {}
EXPORT(lab_base);
