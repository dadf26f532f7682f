/** What stands for the cluster where nobody chose one. */
export const MOST_ROOM = 'The one with the most room';
