import { describeRefusals } from './describe-refusals.js';

describeRefusals('assessment');
