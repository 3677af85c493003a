/* Answers to two patterns that overlap, and to one that talias2 shares. */
#include "lab.h"

MODULE(begin_well, end_well);
INFO("alias", "lab:one");
INFO("alias", "lab:o*");
INFO("alias", "lab:both");
