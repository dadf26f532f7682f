export * from './MachineJudge';
export * from './MachineOperationStore';
export * from './MachineOperator';
export * from './MachineRulesList';
