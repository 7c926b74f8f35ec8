import RiskStore
