#include "include/signals.h"
void zt_signals(void) {}
