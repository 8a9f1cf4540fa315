import type { Concept } from "../../../core/attributes.ts";
import type { Act } from "../act.ts";
import { BLAZES } from "./blazes.ts";
import { BUILT } from "./built.ts";
import { CHARTS } from "./charts.ts";
import { COASTS } from "./coasts.ts";
import { EVENTS } from "./events.ts";
import { FAIRS } from "./fairs.ts";
import { HEIGHTS } from "./heights.ts";
import { INTERIORS } from "./interiors.ts";
import { LIGHTS } from "./lights.ts";
import { OTHER } from "./other.ts";
import { RAILS } from "./rails.ts";
import { ROADS } from "./roads.ts";
import { ROOM } from "./room.ts";
import { SANDS } from "./sands.ts";
import { SHAPES } from "./shapes.ts";
import { STAGES } from "./stages.ts";
import { STONES } from "./stones.ts";
import { STRONGHOLDS } from "./strongholds.ts";
import { TEMPESTS } from "./tempests.ts";
import { TOWNS } from "./towns.ts";
import { WARS } from "./wars.ts";
import { WAYS } from "./ways.ts";
import { WILD } from "./wild.ts";
import { WOODS } from "./woods.ts";
import { WORLDS } from "./worlds.ts";

/** Every concept is several places; the seed chooses. */
export const SETTINGS: Readonly<Record<Concept, readonly [Act, ...Act[]]>> = {
  mountains: [WILD.mountains, HEIGHTS.lake, HEIGHTS.pass, HEIGHTS.aboveTheClouds],
  sea: [WILD.sea, COASTS.lighthouse, COASTS.pier, COASTS.cliffs],
  forest: [WILD.forest, WOODS.oldForest, WOODS.birches],
  city: [BUILT.city, TOWNS.bridge, TOWNS.boulevard],
  space: [OTHER.space, WORLDS.blackSun, WORLDS.outpost, WORLDS.launch],
  desert: [WILD.desert, SANDS.mesas, SANDS.caravan, SANDS.canyon],
  castle: [BUILT.castle, STRONGHOLDS.cragCastle, STRONGHOLDS.lakeCastle],
  storm: [WILD.storm, TEMPESTS.tempest, TEMPESTS.twister],
  room: [ROOM, INTERIORS.study, INTERIORS.attic],
  road: [WAYS.road, ROADS.mountainRoad, ROADS.avenue],
  fire: [EVENTS.fire, BLAZES.beacon, BLAZES.wildfire],
  neon: [WAYS.neon, TOWNS.alley],
  fog: [WILD.fog, WOODS.marsh],
  bokeh: [OTHER.bokeh, LIGHTS.wetWindow, LIGHTS.hearts],
  geometry: [OTHER.geometry, SHAPES.facets, SHAPES.stairs, SHAPES.cubes],
  map: [OTHER.map, CHARTS.seaChart, CHARTS.globe],
  snow: [WILD.snow, HEIGHTS.winterNight],
  festival: [EVENTS.festival, FAIRS.balloons, FAIRS.lanterns],
  battlefield: [EVENTS.battlefield, WARS.armies, WARS.aftermath],
  stage: [EVENTS.stage, STAGES.concert, STAGES.theatre],
  ruins: [BUILT.ruins, STONES.temple, STONES.overgrown],
  garden: [BUILT.garden, WOODS.formalGarden, WOODS.blossom],
  train: [WAYS.train, RAILS.platform, RAILS.expressHeadOn],
  underwater: [OTHER.underwater, COASTS.wreck, COASTS.giant],
};
