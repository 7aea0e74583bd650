import type { Uri } from 'vscode'
import type { Parts } from '../ui/parts.ts'
import type { ComparedFiles } from './commands/comparedFiles.ts'
import type { VolumeData } from './data/volumeData.ts'
import type { VolumesView } from './view.ts'

/** What commands on volumes need besides. */
export interface VolumeParts extends Parts {
	readonly data: VolumeData
	readonly view: VolumesView
	readonly comparedFiles: ComparedFiles
	/** Where VS Code lets the extension keep files. */
	readonly storage: Uri
}
