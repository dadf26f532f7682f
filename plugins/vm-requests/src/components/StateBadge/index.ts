export { StateBadge } from './StateBadge';
export { stateWords } from './stateWords';
