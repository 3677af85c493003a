/* Answers to a pattern that talias1 shares. */
#include "lab.h"

MODULE(begin_well, end_well);
INFO("alias", "lab:both");
