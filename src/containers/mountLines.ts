import { composeService } from './container.ts'
import type { Labels } from '../engine/records.ts'

/** How a volume is mounted, as three tools want it written. */
export interface MountLines {
	/** `docker run` in short. */
	readonly volumeOption: string
	/** `docker run` in full. */
	readonly mountOption: string
	/** For a compose file. */
	readonly compose: string
}

/** The lines that mount a volume at a path. */
export function mountLines(volumeName: string, target: string, labels: Labels): MountLines {
	const service = composeService(labels) ?? 'SERVICE'
	return {
		volumeOption: `-v ${quoted(`${volumeName}:${target}`)}`,
		mountOption: `--mount ${quoted(`type=volume,source=${volumeName},target=${target}`)}`,
		compose: [
			'services:',
			`  ${service}:`,
			'    volumes:',
			'      - type: volume',
			`        source: ${volumeName}`,
			`        target: ${yaml(target)}`,
			'volumes:',
			`  ${volumeName}:`,
			// Without it, compose would make another volume, with the project's name in front.
			'    external: true',
			'',
		].join('\n'),
	}
}

function quoted(word: string): string {
	return /^[\w./:=,@-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`
}

function yaml(word: string): string {
	return /^[\w./@-]+$/.test(word) ? word : JSON.stringify(word)
}

/** A name for the volume that takes a folder of a container; valid, whatever the folder's name. */
export function proposedVolumeName(containerName: string, folder: string): string {
	const base = folder.split('/').at(-1) ?? ''
	return `${containerName}_${base}`.replaceAll(/[^\w.-]+/g, '-').replace(/^[^a-zA-Z\d]+/, '')
}
