import { sortByName } from '../engine/naturalOrder.ts'
import type { ContainerRecord, Labels, VolumeRecord } from '../engine/records.ts'

/**
 * Made without a name. Engines before 23 set no label, so 64 hexadecimal digits tell it.
 */
export function isAnonymous({ name, labels }: Pick<VolumeRecord, 'name' | 'labels'>): boolean {
	return 'com.docker.volume.anonymous' in labels || /^[\da-f]{64}$/.test(name)
}

/** A volume's name for reading: the long ones of anonymous volumes are cut to 12 digits, as ids are. */
export function shortName(volume: Pick<VolumeRecord, 'name' | 'labels'>): string {
	return isAnonymous(volume) ? volume.name.slice(0, 12) : volume.name
}

/** Names first, anonymous ones after; each in the order in which people look for them. */
export function inOrder(volumes: Iterable<VolumeRecord>): VolumeRecord[] {
	return sortByName(volumes, ({ name }) => name, isAnonymous)
}

/** Names of the volumes that a container mounts. */
export function volumesOf(container: ContainerRecord): readonly string[] {
	return container.mounts.flatMap((mount) => (mount.type === 'volume' ? (mount.name ?? []) : []))
}

export type NameProblem = 'empty' | 'short' | 'start' | 'character'

/** What the engine would refuse in a volume's name (moby's `RestrictedNamePattern`). */
export function nameProblem(name: string): NameProblem | undefined {
	if (name === '') return 'empty'
	if (!/^[a-zA-Z\d]/.test(name)) return 'start'
	if (!/^[\w.-]+$/.test(name)) return 'character'
	return name.length < 2 ? 'short' : undefined
}

/** What a new volume shall be. */
export interface VolumeSpecification {
	readonly name: string
	readonly driver: string
	readonly options: Labels
	readonly labels: Labels
}

/** What the `local` driver mounts, in `mount(8)`'s terms. */
export type VolumePreset =
	| { readonly kind: 'tmpfs'; readonly size: string }
	| { readonly kind: 'nfs'; readonly server: string; readonly path: string; readonly flags: string }
	| {
			readonly kind: 'cifs'
			readonly server: string
			readonly share: string
			readonly userName: string
			readonly password: string
	  }
	| { readonly kind: 'folder'; readonly path: string }

/** The options of the `local` driver that make a preset. */
export function presetOptions(preset: VolumePreset): Labels {
	switch (preset.kind) {
		case 'tmpfs':
			return { type: 'tmpfs', device: 'tmpfs', ...(preset.size ? { o: `size=${preset.size}` } : {}) }
		case 'nfs':
			return {
				type: 'nfs',
				device: `:${preset.path}`,
				o: [`addr=${preset.server}`, preset.flags].filter(Boolean).join(','),
			}
		case 'cifs':
			return {
				type: 'cifs',
				device: `//${preset.server}/${preset.share.replace(/^\/+/, '')}`,
				o: `addr=${preset.server},username=${preset.userName},password=${preset.password}`,
			}
		case 'folder':
			return { type: 'none', device: preset.path, o: 'bind' }
	}
}
