//! The departments that the model tells apart, finer than HIRA's in internal medicine.

use crate::domain::specialty::Specialty;

macro_rules! labels {
    ($($(#[$doc:meta])* $name:ident $abbreviation:literal $korean:literal $hira:literal,)*) => {
        /// A department of the model.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Label { $($(#[$doc])* $name,)* }

        impl Label {
            /// How many there are.
            pub const COUNT: usize = [$($hira),*].len();
            /// Every one, in the order of the model's scores.
            pub const ALL: [Self; Self::COUNT] = [$(Self::$name),*];

            /// As hospitals abbreviate it: `GI`.
            pub fn abbreviation(self) -> &'static str {
                match self { $(Self::$name => $abbreviation,)* }
            }

            /// `소화기내과`.
            pub fn name_ko(self) -> &'static str {
                match self { $(Self::$name => $korean,)* }
            }

            /// HIRA's two digits.
            pub fn hira(self) -> &'static str {
                match self { $(Self::$name => $hira,)* }
            }
        }
    };
}

// The order is that of the committed file's columns.
labels! {
    /// Dermatology.
    Dermatology "DERM" "피부과" "14",
    /// Psychiatry.
    Psychiatry "PSY" "정신건강의학과" "03",
    /// Neurology.
    Neurology "NR" "신경과" "02",
    /// Orthopaedics.
    Orthopaedics "OS" "정형외과" "05",
    /// Gastroenterology.
    Gastroenterology "GI" "소화기내과" "01",
    /// Ear, nose and throat.
    Otolaryngology "ENT" "이비인후과" "13",
    /// Eyes.
    Ophthalmology "OPH" "안과" "12",
    /// Neurosurgery.
    Neurosurgery "NS" "신경외과" "06",
    /// Rehabilitation.
    Rehabilitation "REHM" "재활의학과" "21",
    /// Heart and vessels.
    Cardiology "CA" "순환기내과" "01",
    /// Lungs.
    Pulmonology "IP" "호흡기내과" "01",
    /// Plastic surgery.
    PlasticSurgery "PS" "성형외과" "08",
    /// Korean medicine.
    KoreanMedicine "KTM" "한방과" "80",
    /// Obstetrics and gynaecology.
    Gynaecology "OBGY" "산부인과" "10",
    /// Infections.
    Infection "INFC" "감염내과" "01",
    /// Teeth. HIRA has eleven codes of dentistry; 61 is the general one.
    Dentistry "DENT" "치과" "61",
    /// Hormones and metabolism.
    Endocrinology "ENDO" "내분비내과" "01",
    /// Heart and chest surgery.
    ThoracicSurgery "CS" "심장혈관흉부외과" "07",
    /// Rheumatism.
    Rheumatology "RHEU" "류마티스내과" "01",
    /// Urology.
    Urology "URO" "비뇨의학과" "15",
    /// Anaesthesiology and pain.
    Pain "AN" "마취통증의학과" "09",
    /// Kidneys.
    Nephrology "NPH" "신장내과" "01",
    /// Blood and tumours.
    Haematology "HEON" "혈액종양내과" "01",
    /// Allergies.
    Allergy "ALL" "알레르기내과" "01",
    /// Surgery.
    Surgery "GS" "외과" "04",
    /// Emergencies.
    Emergency "EMR" "응급의학과" "24",
}

impl Label {
    /// From the abbreviation.
    pub fn from_abbreviation(abbreviation: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|label| label.abbreviation() == abbreviation)
    }

    /// The department in HIRA's terms.
    pub fn specialty(self) -> Specialty {
        Specialty::from_code(self.hira()).expect("every code is HIRA's; a test looks")
    }
}
