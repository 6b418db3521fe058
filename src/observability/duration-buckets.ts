import { GRANT_BUDGET } from '../time/budgets.ts';

/** Upper bounds in seconds, up to the time that a grant may take. */
export const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, GRANT_BUDGET / 1000];
