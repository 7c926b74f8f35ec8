#include "CSignals.h"
void zt_signals(void) {}
