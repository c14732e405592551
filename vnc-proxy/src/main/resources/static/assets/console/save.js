// A picture or text of the guest as a file of the reader's own.

/** Long enough for a browser to have taken it over. */
const KEPT_MS = 10_000;

/**
 * @param {Blob} content
 * @param {{host: string, vmid: number, name: string, siteName: string}} guest
 * @returns {string} the file's name: site, guest and time
 */
export function save(content, guest) {
  const now = new Date();
  const local = new Date(now - now.getTimezoneOffset() * 60_000).toISOString();
  const time = local.slice(0, 19).replace('T', '-').replaceAll(':', '');
  const parts = [guest.siteName, guest.name || `${guest.host}-${guest.vmid}`, time];
  const link = document.createElement('a');
  link.href = URL.createObjectURL(content);
  link.download = parts.filter(Boolean).join('-').replace(/[\s/\\:*?"<>|]+/g, '_') + (content.type === 'image/png' ? '.png' : '.txt');
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), KEPT_MS);
  return link.download;
}
