void zt_signals(void);
