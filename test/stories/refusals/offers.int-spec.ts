import { describeRefusals } from './describe-refusals.js';

describeRefusals('offers');
