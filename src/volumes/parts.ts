import type { Parts } from '../ui/parts.ts'
import type { VolumeData } from './data/volumeData.ts'
import type { VolumesView } from './view.ts'

/** What commands on volumes need besides. */
export interface VolumeParts extends Parts {
	readonly data: VolumeData
	readonly view: VolumesView
}
