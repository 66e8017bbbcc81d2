import { describe, expect, it } from '@jest/globals';
import { table, widthOf } from './table.js';
import { wordsOf } from './words.js';

describe('the table of a history', () => {
  it('counts a Chinese character as two columns', () => {
    expect(widthOf('日期 date')).toBe(9);
    expect(widthOf('（学员）')).toBe(8);
    expect(widthOf('a—b')).toBe(3);
  });

  it('aligns its columns by width', () => {
    const lines = table(
      ['谁', 'what'],
      [
        ['学员', 'x'],
        ['ab', 'y'],
      ],
    );
    expect(lines).toEqual(['谁    what', '学员  x', 'ab    y']);
  });

  it('tells an event that has no words of its own by its name', () => {
    expect(wordsOf('TrainingStarted')).toEqual(['开始培训', 'training started']);
    expect(wordsOf('BatteryReplaced')[1]).toBe('battery replaced');
  });
});
