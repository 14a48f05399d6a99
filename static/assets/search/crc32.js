// The CRC-32 of a text in UTF-8 (ISO 3309), which says in which file of the index a term is.

const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});

export function crc32(text) {
  let value = ~0;
  for (const byte of new TextEncoder().encode(text)) {
    value = (value >>> 8) ^ TABLE[(value ^ byte) & 255];
  }
  return ~value >>> 0;
}
