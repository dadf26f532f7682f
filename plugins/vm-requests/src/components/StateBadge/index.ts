export { StateBadge } from './StateBadge';
export { stateWords, waitWords } from './stateWords';
