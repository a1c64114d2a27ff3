// GatehouseConsole
