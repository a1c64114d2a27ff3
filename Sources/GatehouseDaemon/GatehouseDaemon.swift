// GatehouseDaemon
