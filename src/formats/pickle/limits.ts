/** What a pickle may take, whatever it says of itself. */
export const LIMITS = {
  /** Bytes of one string or byte string. */
  text: 2 ** 28,
  /** Entries of the memo, those of items that have been handed over aside. */
  memo: 2 ** 25,
  /** Entries of the memo that are kept when an item has been handed over. */
  kept: 2 ** 16,
  /** Marks that are open at once: lists in lists, dictionaries in dictionaries. */
  depth: 256,
  /** Estimated bytes of all values that are kept. */
  held: 2 ** 29,
} as const;
