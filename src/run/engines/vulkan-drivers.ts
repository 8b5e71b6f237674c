import { readdirSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, delimiter, join } from 'node:path';
import type { Device } from './definition.ts';

/** Where Linux keeps the manifests of Vulkan's drivers, and where Debian's Chromium keeps that of a software renderer. */
const FOLDERS = [
  '/etc/vulkan/icd.d',
  '/usr/local/share/vulkan/icd.d',
  '/usr/share/vulkan/icd.d',
  join(homedir(), '.local/share/vulkan/icd.d'),
  '/usr/lib/chromium',
];

/** Variables that name the manifests to use in place of those in the folders. */
const VARIABLES = ['VK_DRIVER_FILES', 'VK_ICD_FILENAMES'] as const;

interface Driver extends Device {
  readonly manifest: string;
}

/**
 * Vulkan's drivers by their manifests. onnxruntime-node lists no devices and takes none, so that a driver is what can be
 * chosen; one that drives several GPUs takes the first. Undefined on systems without Vulkan's manifests.
 */
export function vulkanDrivers(folders: readonly string[] = FOLDERS): Driver[] | undefined {
  if (process.platform !== 'linux') return undefined;
  return manifests(folders)
    .filter(isManifest)
    .map((manifest, index) => ({ index, name: nameOf(manifest), manifest }));
}

/** Has every later Vulkan call of this process see this driver alone. */
export function chooseVulkanDriver({ index }: Device): void {
  const manifest = vulkanDrivers()?.[index]?.manifest;
  if (manifest === undefined) return;
  for (const variable of VARIABLES) process.env[variable] = manifest;
}

function manifests(folders: readonly string[]): string[] {
  for (const variable of VARIABLES) {
    const given = process.env[variable];
    if (given) return given.split(delimiter);
  }
  return folders.flatMap((folder) => {
    try {
      return readdirSync(folder)
        .filter((file) => file.endsWith('.json') && file.includes('icd'))
        .sort()
        .map((file) => join(folder, file));
    } catch {
      return [];
    }
  });
}

function isManifest(path: string): boolean {
  try {
    const { ICD: driver } = JSON.parse(readFileSync(path, 'utf8')) as { ICD?: { library_path?: unknown } };
    return typeof driver?.library_path === 'string';
  } catch {
    return false;
  }
}

/** `radeon_icd.x86_64.json`: radeon. */
const nameOf = (manifest: string): string => basename(manifest).replace(/_icd.*$|\.json$/, '');
