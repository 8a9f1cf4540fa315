import type { Locale } from "../../../core/attributes.ts";

const listOf = (names: string): ReadonlySet<string> => new Set(names.trim().split(/\s+/));

/**
 * Names that may open a sentence, where a capital gives nothing away: given names, places, makers and stars of films.
 * Inside a sentence every capital is looked at and none of these is needed.
 */
export const KNOWN_NAMES: Readonly<Record<Locale, ReadonlySet<string>>> = {
  en: listOf(`
    aaron adam agnes alan albert alex alexander alfred alice allison amanda amelia amy andrea andrew angela anita ann
    anna anne annie anthony arthur ashley audrey barbara beatrice ben benjamin bernard betty bob bobby brandon brenda
    brian bruce bryan carl carla carlos carmen carol caroline catherine charles charlie charlotte chloe chris christina
    christine christopher clara claire claude claudia clint connor craig cynthia dan daniel david deborah dennis
    diana diane donald donna dorothy doug douglas dracula dylan ed eddie edgar edith edward elaine eleanor elena eli
    elizabeth ellen emily emma eric erik ernest ethan eugene eva evan evelyn felix fiona florence frances francis     fred frederick gabriel gary george gerald gina gloria greg gregory greta hannah hans harriet harry heather helen
    henry herbert hugh ian igor irene isaac isabel isabella ivan jack jackson jacob jake james jamie jane janet jason
    jean jeff jennifer jeremy jerry jesse jessica jim jimmy joan joe joel john johnny jonathan jordan jose joseph joshua
    juan judith judy julia julian julie juliet justin karen karl kate katherine katie kelly ken kenneth kevin kim kyle
    larry laura lauren leo leonard lewis liam lillian linda lisa liz logan louis louise lucas lucy luke lydia madison
    marcus margaret maria marie marilyn marta martha martin mary matthew max megan melissa michael michelle miguel mike
    molly monica nancy natalie nathan nicholas nick nicole nina noah nora norman oliver olivia oscar owen pamela
    patricia patrick paul paula pedro peggy peter phil philip phyllis rachel ralph raymond rebecca richard rita robert
    roger romeo ron ronald rosa russell ruth ryan sally sam samantha samuel sandra sarah scott sean sebastian
    sharon sherlock simon sofia sophia sophie stanley stephanie stephen steve steven susan suzanne sylvia teresa theodore
    theresa thomas tim timothy tina todd tom tommy tony tracy ursula vanessa vera veronica victoria vincent     virginia vivian vlad walter wanda wayne wendy william zoe
    africa alaska america amsterdam arizona asia athens australia austria barcelona beijing berlin boston brazil britain
    brooklyn budapest california canada chicago colorado cuba dallas denmark dublin egypt england europe florida
    france georgia germany greece hamburg hawaii hollywood iceland india iran iraq ireland israel istanbul italy jamaica
    japan jerusalem kansas kharkiv klondike kyiv lisbon london lviv madrid manhattan mexico miami milan montana moscow
    munich naples nebraska nevada norway odesa ohio oregon oslo paris pennsylvania peru poland portugal prague rome
    russia scotland seattle shanghai siberia sicily spain stockholm sweden switzerland sydney texas tokyo toronto
    transylvania ukraine utah venice vienna vietnam wales warsaw washington yukon zurich
    amazon bbc cannes chaplin disney dreamworks eisenstein fincher ghibli hbo hitchcock hulu keaton kubrick lucasfilm
    miramax murnau netflix nolan oscars pixar scorsese spielberg sundance tarantino tribeca     youtube`),
  uk: listOf(`
    адам алла альберт альфред андрій анна анастасія антон арсен артем артур богдан борис вадим валентин валентина валерій
    василь вероніка віктор вікторія віталій владислав володимир в'ячеслав галина ганна гаррі генрі георгій григорій гліб
    давид дарина денис джек джейн джеймс джим джо джон джордж джулія діана дмитро едвард еллен емма ерік єва євген
    євгенія єлизавета захар зоя іван ігор ілля інна ірина карл карлос катерина кирило костянтин крістіна ксенія лариса
    леонід лідія людмила любомир льюїс макс максим марія марина марко марта мартин маргарита мері микита микола
    мирослав михайло назар наталія наталя ніна олег олександр олександра олексій олена ольга оксана олівер орест остап
    павло петро пилип поліна пітер річард роберт ростислав руслан сара світлана семен сергій соломія софія степан
    стефан тарас тетяна том томас уляна федір франц христина чарлі чарльз юлія юрій яна ярослав
    австралія австрія азія аляска америка англія аризона африка берлін бостон бразилія британія бруклін будапешт варшава
    венеція відень вашингтон голлівуд гамбург греція данія джорджія дніпро єгипет європа запоріжжя ізраїль індія ірландія
    іспанія італія каліфорнія канада карпати київ китай клондайк крим куба лондон львів мадрид маріуполь мексика мілан
    москва мюнхен неаполь німеччина норвегія одеса осло париж пенсильванія польща полтава португалія прага рим румунія
    росія сибір сицилія стамбул токіо техас трансильванія туреччина україна франція харків херсон чернівці чернігів чикаго
    швейцарія швеція шотландія японія
    довженко дісней ейзенштейн кітон кубрик мурнау нетфлікс оскар параджанов скорсезе спілберг тарантіно гічкок чаплін`),
};
