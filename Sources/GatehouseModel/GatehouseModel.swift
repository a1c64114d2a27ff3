// GatehouseModel
